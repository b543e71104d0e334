import { describe, expect, it } from 'vitest';
import { pod } from '../evaluate/manifests';
import { ALLOWED, ICMP, PROFILE, flowsOf, lock, toDb } from './shop-flows';

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

  it('is the port that the pod declares under the name of a source port, and the last one there is', () => {
    const named = lock([{ action: 'Allow', protocol: 'TCP', source: { ports: ['http', '65000:65535'] } }]);
    const [flow] = flowsOf({ objects: [named], records: [toDb(ALLOWED)] });
    expect(flow?.pieces.map(({ what, pending, final }) => [what, pending, final])).toEqual([
      ['shop/web → shop/db, from port 65000', 'allow', 'allow'],
      ['shop/web → shop/db, from port 0', 'deny', 'deny'],
      ['shop/web → shop/db, from port 8080', 'deny', 'allow'],
    ]);
  });

  it('is too much where rules tell thousands of source ports apart', () => {
    const odd = Array.from({ length: 2100 }, (_, index) => 2 * index + 1);
    const [flow] = flowsOf({
      objects: [lock([{ action: 'Allow', protocol: 'TCP', source: { ports: odd } }])],
      records: [toDb(ALLOWED)],
    });
    expect(flow).toMatchObject({
      enforced: 'undecided',
      pieces: [],
      result: { tag: 'unresolved', why: 'the record stands for more kinds of traffic than are looked at' },
    });
  });

  it('is ping of its own family, and nothing where the ends share no family that the protocol has', () => {
    const db = pod('shop/db', '10.65.0.2 fd00::2', { labels: { app: 'db' } });
    const web = pod('shop/web', '10.65.0.1 fd00::1', { labels: { app: 'web' } });
    const rules = [{ action: 'Allow', protocol: 'ICMPv6', icmp: { type: 128 } }];
    const asked = (objects: Parameters<typeof flowsOf>[0]['objects']) =>
      flowsOf({ objects: [...objects, lock(rules)], records: [toDb(ALLOWED, { proto: 'icmp6', port: 0 })] });
    expect(asked([db, web])[0]?.pieces.map(({ what, final }) => [what, final])).toEqual([
      ['shop/web → shop/db, type 128 code 0', 'allow'],
      ['shop/web → shop/db, type 0 code 0', 'deny'],
    ]);
    expect(asked([])[0]?.result).toEqual({
      tag: 'unresolved',
      why: 'the two ends have no addresses of one family',
    });
  });

  it('is nothing more for a protocol without ports and types', () => {
    const [flow] = flowsOf({ objects: [], records: [toDb(PROFILE, { proto: '47', port: 0 })] });
    expect(flow).toMatchObject({ traffic: '47', result: { tag: 'match' }, pieces: [] });
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
