import { describe, expect, it } from 'vitest';
import { namedPorts, splitTraffic } from '../../../../main/engine/report/traffic-text';

/** `tcp 80-90`. */
const portsOf = (text: string) => namedPorts(text).map(({ protocol, first, last }) => `${protocol} ${first}-${last}`);

describe('a text for traffic', () => {
  it.each([
    ['tcp 8080', ['tcp 8080'], ['tcp 8080-8080']],
    ['tcp 53, 9153; udp 53', ['tcp 53', 'tcp 9153', 'udp 53'], ['tcp 53-53', 'tcp 9153-9153', 'udp 53-53']],
    ['udp 53, tcp 53', ['udp 53', 'tcp 53'], ['udp 53-53', 'tcp 53-53']],
    ['tcp 80, 30000-32767 (class 2)', ['tcp 80', 'tcp 30000-32767 (class 2)'], ['tcp 80-80', 'tcp 30000-32767']],
    ['tcp 443 (from some source ports)', ['tcp 443 (from some source ports)'], ['tcp 443-443']],
    ['icmp type 8, 3 code 1', ['icmp type 8', 'icmp type 3 code 1'], []],
    ['all but tcp 80, 443; udp 53', ['all but tcp 80, 443; udp 53'], []],
    ['other traffic (over IPv6, class 2)', ['other traffic (over IPv6, class 2)'], []],
    ['47', ['47'], []],
    ['all traffic', ['all traffic'], []],
  ])('%s names what it names, one by one', (text, items, ports) => {
    expect([splitTraffic(text), portsOf(text)]).toEqual([items, ports]);
  });
});
