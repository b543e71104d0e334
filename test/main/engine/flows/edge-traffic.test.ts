import { describe, expect, it } from 'vitest';
import { readEdgeTraffic } from '../../../../main/engine/flows/edge-traffic';

const [TCP, UDP, ICMP, ICMP6, GRE, UDP_LITE] = [6, 17, 1, 58, 47, 136];

describe('the words of an edge', () => {
  it.each<[string, number, number | undefined, boolean | undefined]>([
    ['all traffic', TCP, 80, true],
    ['all traffic', ICMP, undefined, true],
    ['other traffic', TCP, 80, undefined],
    ['tcp 80', TCP, 80, true],
    ['tcp 80', TCP, 81, false],
    ['tcp 80', UDP, 80, false],
    ['tcp 80', TCP, undefined, false],
    ['tcp 80-90, 443', TCP, 85, true],
    ['tcp 80-90, 443', TCP, 443, true],
    ['tcp 80-90, 443', TCP, 91, false],
    ['tcp 80; udp', UDP, 5000, true],
    ['tcp 80; udp', TCP, 5000, false],
    ['all but tcp 80; icmp', TCP, 80, false],
    ['all but tcp 80; icmp', ICMP, undefined, false],
    ['all but tcp 80; icmp', UDP, 80, true],
    ['icmp type 8', ICMP, undefined, true],
    ['icmp6', ICMP6, undefined, true],
    ['icmpv6', ICMP6, undefined, true],
    ['47', GRE, undefined, true],
    ['tcp 80 (from some source ports)', TCP, 80, true],
    ['tcp 80 (over IPv6, class 2)', TCP, 80, true],
    ['tcp 80; other protocols', GRE, undefined, undefined],
    ['tcp 80; other protocols', UDP, 53, false],
    ['all but tcp 80; other protocols', GRE, undefined, undefined],
    ['all but tcp 80; other protocols', UDP, 53, true],
    ['all but tcp 80; other protocols', UDP_LITE, undefined, undefined],
    ['all but 47; other protocols', GRE, undefined, false],
    ['tpc 80', TCP, 80, false],
  ])('%s hold protocol %i port %s: %s', (words, protocol, port, held) => {
    expect(readEdgeTraffic(words)(protocol, port)).toBe(held);
  });
});
