import { describe, expect, it } from 'vitest';
import { ALLOWED, ICMP, flowsOf, lock, toDb } from './shop-flows';

describe('what a record leaves open', () => {
  it('is every source port that rules tell apart', () => {
    const ports = [1, 3, 5, '40000:41000'];
    const [flow] = flowsOf({
      objects: [lock([{ action: 'Allow', protocol: 'TCP', source: { ports } }])],
      records: [toDb(ALLOWED)],
    });
    expect(flow?.result).toEqual({ tag: 'match-set' });
    expect(flow?.pieces.map(({ what, pending, asRecorded }) => [what, pending, asRecorded])).toEqual([
      ['shop/web → shop/db, from port 1', 'allow', true],
      ['shop/web → shop/db, from port 0', 'deny', false],
    ]);
  });

  it('is every ICMP type that rules tell apart', () => {
    const rules = [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8 } }];
    const [flow] = flowsOf({ objects: [lock(rules)], records: [toDb(ALLOWED, ICMP)] });
    expect(flow).toMatchObject({ outcome: 'undecided', final: 'undecided' });
    expect(flow?.pieces.map(({ what, final }) => [what, final])).toEqual([
      ['shop/web → shop/db, type 8 code 0', 'allow'],
      ['shop/web → shop/db, type 0 code 0', 'deny'],
    ]);
  });
});
