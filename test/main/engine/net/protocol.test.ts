import { describe, expect, it } from 'vitest';
import { formatProtocol, parseProtocol } from '../../../../main/engine/net/protocol';

describe('the protocol of a rule', () => {
  it.each([
    ['TCP', 6],
    ['Udp', 17],
    ['icmp', 1],
    ['ICMPv6', 58],
    ['sctp', 132],
    ['UDPLite', 136],
  ])('%s is a name of %i', (name, number) => {
    expect(parseProtocol(name)).toEqual({ tag: 'protocol', number, named: true });
  });

  it.each([
    [0, 0],
    [255, 255],
    ['6', 6],
    ['006', 6],
    ['255', 255],
  ])('%j is the number %i', (value, number) => {
    expect(parseProtocol(value)).toEqual({ tag: 'protocol', number, named: false });
  });

  it.each<[number | string, string]>([
    [256, 'protocol 256 is not a whole number from 0 to 255'],
    [-1, 'protocol -1 is not a whole number from 0 to 255'],
    [6.5, 'protocol 6.5 is not a whole number from 0 to 255'],
    ['256', '"256" is not a protocol that Calico knows'],
    ['GRE', '"GRE" is not a protocol that Calico knows'],
    ['TCP ', '"TCP " is not a protocol that Calico knows'],
    ['', '"" is not a protocol that Calico knows'],
    ['constructor', '"constructor" is not a protocol that Calico knows'],
  ])('%j cannot be read', (value, message) => {
    expect(parseProtocol(value)).toEqual({ tag: 'error', message });
  });

  it('is written in the words of flow logs, or as a number', () => {
    expect([6, 17, 1, 58, 132, 136, 47, 0].map(formatProtocol)).toEqual([
      'tcp',
      'udp',
      'icmp',
      'icmp6',
      'sctp',
      'udplite',
      '47',
      '0',
    ]);
  });
});
