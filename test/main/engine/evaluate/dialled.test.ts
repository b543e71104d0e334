import { describe, expect, it } from 'vitest';
import { answerOf, dial, fromSource, sourcePeer } from '../../../../main/engine/evaluate/dialled';
import type { PathLog } from '../../../../main/engine/evaluate/path-stages';
import type { ConnectionFields } from './small-cluster';
import { addressOf, connectionOf } from './small-cluster';
import { OUTSIDE, cluster } from './two-nodes';

const small = cluster([]);
const log: PathLog = {
  context: small.path,
  choose: ([first]) => first as never,
  stages: [],
  doubts: [],
  established: false,
  likely: '',
};

function dialled(traffic: string, fields: ConnectionFields = {}) {
  const connection = connectionOf(small.cluster, OUTSIDE, 'pod:a/one', traffic, fields);
  return dial(connection, log, sourcePeer(connection, log));
}

describe('the packet that is dialled', () => {
  it('is the one that arrives where nothing rewrites it, from a port that clients use', () => {
    const { before, after, rewritten } = dialled('tcp 8080');
    expect(before).toBe(after);
    expect(rewritten).toBe(false);
    const { source, destination, ...rest } = after;
    expect([source.key, destination.key]).toEqual(['198.51.100.7', '10.0.1.1']);
    expect(rest).toEqual({
      family: 4,
      protocol: 6,
      sourcePort: 40_000,
      destinationPort: 8080,
      icmpType: -1,
      icmpCode: -1,
    });
  });

  it('is from the port that a connection is known to use', () => {
    const connection = connectionOf(small.cluster, OUTSIDE, 'pod:a/one', 'tcp 8080');
    const { after } = dial({ ...connection, sourcePort: 0 }, log, sourcePeer(connection, log));
    expect([after.sourcePort, after.destinationPort]).toEqual([0, 8080]);
  });

  it('has port 0 as a port, and ICMP has none', () => {
    const ports = (traffic: string) => {
      const { sourcePort, destinationPort } = dialled(traffic).after;
      return [sourcePort, destinationPort];
    };
    expect([ports('tcp 0'), ports('icmp')]).toEqual([
      [40_000, 0],
      [-1, -1],
    ]);
  });

  it('goes to the address and port of the service before it is rewritten', () => {
    const { before, after, rewritten } = dialled('tcp 8080', { via: '10.96.0.9 80' });
    expect(rewritten).toBe(true);
    expect([before.destination.key, before.destinationPort]).toEqual(['10.96.0.9', 80]);
    expect([after.destination.key, after.destinationPort]).toEqual(['10.0.1.1', 8080]);
    expect(before.source).toBe(after.source);
  });

  it('that another address sends on was rewritten before', () => {
    const node = small.evaluation.peers.at(addressOf('192.168.0.1'));
    const sent = fromSource(dialled('tcp 8080', { via: '10.96.0.9 80' }), node);
    expect([sent.before.source, sent.after.source, sent.before.destination.key, sent.rewritten]).toEqual([
      node,
      node,
      '10.0.1.1',
      false,
    ]);
  });

  it('is answered with ends and ports exchanged', () => {
    const { after } = dialled('tcp 8080');
    expect(answerOf(after)).toEqual({
      ...after,
      source: after.destination,
      destination: after.source,
      sourcePort: 8080,
      destinationPort: 40_000,
    });
  });

  it('an echo request is answered with an echo reply of its family, other types with themselves', () => {
    const answer = (protocol: number, icmpType: number) =>
      answerOf({ ...dialled('icmp').after, protocol, icmpType }).icmpType;
    expect([answer(1, 8), answer(58, 128), answer(1, 128), answer(58, 8), answer(1, 3)]).toEqual([0, 129, 128, 8, 3]);
  });
});
