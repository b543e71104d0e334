import { describe, expect, it } from 'vitest';
import type { ConnectionEnd } from '../../../../main/engine/evaluate/connection-end';
import { formatAddress, parseAddress } from '../../../../main/engine/net/address';
import { familiesOf, meetingEnds } from '../../../../main/engine/rehearse/meeting-ends';
import { deployment, pod } from '../evaluate/manifests';
import { smallCluster } from '../evaluate/small-cluster';

const { cluster } = smallCluster([
  pod('prod/four', '10.0.0.1'),
  pod('prod/six', 'fd00::1'),
  pod('prod/both', 'fd00::2 10.0.0.2'),
  deployment('prod/declared'),
]);

/** A pod by its name, or an address outside. */
function end(text: string): ConnectionEnd {
  const address = parseAddress(text);
  if (address !== undefined) return { tag: 'outside', address };
  const workload = cluster.workloads.find(({ owner }) => owner.name === text);
  if (workload === undefined) throw new Error(`no pod ${text}`);
  return { tag: 'pod', workload };
}

function nameOf(one: ConnectionEnd): string {
  if (one.tag === 'node') return one.node.name;
  return one.tag === 'pod' ? one.workload.owner.name : formatAddress(one.address);
}

describe('the families of an end', () => {
  it('are those of its addresses, and none where nobody knows an address', () => {
    expect(['four', 'six', 'both', 'declared', '10.9.9.9', 'fd00::9'].map((text) => familiesOf(end(text)))).toEqual([
      [4],
      [6],
      [4, 6],
      [],
      [4],
      [6],
    ]);
  });
});

describe('ends that meet', () => {
  it.each([
    [['four'], ['both'], 'four both 4'],
    [['six'], ['both'], 'six both 6'],
    [['both'], ['both'], 'both both 4'],
    [['declared'], ['six'], 'declared six 6'],
    [['declared'], ['declared'], 'declared declared 4'],
    [['fd00::9', '10.9.9.9'], ['six'], 'fd00::9 six 6'],
    [['fd00::9', '10.9.9.9'], ['both'], '10.9.9.9 both 4'],
    [['four'], ['six', 'fd00::9'], 'nobody'],
    [[], ['six'], 'nobody'],
  ])('of %j and %j are %s', (froms, tos, told) => {
    const met = meetingEnds(froms.map(end), tos.map(end));
    expect(met === undefined ? 'nobody' : `${nameOf(met.from)} ${nameOf(met.to)} ${met.family}`).toBe(told);
  });
});
