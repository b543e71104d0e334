import { describe, expect, it } from 'vitest';
import type { LabelFacts } from '../../../../main/engine/report/edge-label';
import { describeTraffic, labelEdge } from '../../../../main/engine/report/edge-label';

const PLAIN: LabelFacts = {
  state: 'live',
  traffics: ['tcp 8080'],
  counts: [{ state: 'live', count: 1 }],
  failsafe: false,
  share: null,
};

describe('the label of an edge', () => {
  it('names the traffic alone when it is simply allowed', () => {
    expect(labelEdge(PLAIN)).toBe('tcp 8080');
  });

  it('puts the mark of the state in front', () => {
    expect(labelEdge({ ...PLAIN, state: 'will-be-blocked' })).toBe('− tcp 8080');
    expect(labelEdge({ ...PLAIN, state: 'blocked', traffics: ['all traffic'] })).toBe('✕ any');
    expect(labelEdge({ ...PLAIN, state: 'only-by-net' })).toBe('net · tcp 8080');
    expect(labelEdge({ ...PLAIN, failsafe: true, traffics: ['tcp 22'] })).toBe('fs · tcp 22');
  });

  it('says for how many nodes or pairs it stands', () => {
    expect(labelEdge({ ...PLAIN, share: { tag: 'fan', count: 3, of: 3 } })).toBe('tcp 8080 · all 3');
    expect(labelEdge({ ...PLAIN, share: { tag: 'fan', count: 3, of: 5 } })).toBe('tcp 8080 · 3 of 5');
    expect(labelEdge({ ...PLAIN, state: 'will-be-blocked', share: { tag: 'pairs', count: 10, of: 12 } })).toBe(
      '− 10 of 12 pairs',
    );
  });

  it('counts what a closed group holds, worst first', () => {
    const counts = [
      { state: 'will-be-blocked', count: 3 },
      { state: 'live', count: 1041 },
    ] as const;
    expect(labelEdge({ ...PLAIN, state: 'will-be-blocked', counts })).toBe('−3  →1,041');
  });

  it('writes the protocol once, sorts ports as numbers and counts the rest', () => {
    expect(describeTraffic(['tcp 10250', 'tcp 443', 'tcp 8443', 'tcp 443'])).toBe('tcp 443, 8443 +1');
    expect(describeTraffic(['udp 53, tcp 53'])).toBe('tcp 53, udp 53');
    expect(describeTraffic(['other traffic'])).toBe('other');
    expect(describeTraffic(['tcp 80', 'other traffic'])).toBe('tcp 80 +1');
  });

  it('sorts protocols without ports by name', () => {
    expect(describeTraffic(['sctp', 'icmp', 'tcp 80'])).toBe('icmp, sctp +1');
    expect(describeTraffic(['tcp 80', 'tcp'])).toBe('tcp, 80');
  });

  it('reads several ports and protocols of one destination, and leaves whole what is left out', () => {
    expect(describeTraffic(['tcp 53, 9153; udp 53'])).toBe('tcp 53, 9153 +1');
    expect(describeTraffic(['tcp 80, 443'])).toBe('tcp 80, 443');
    expect(describeTraffic(['all but tcp 80, 443'])).toBe('all but tcp 80, 443');
  });
});
