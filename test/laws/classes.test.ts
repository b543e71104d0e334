import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../main/engine/rehearse/member';
import { connectWorlds } from '../../main/engine/rehearse/connect-worlds';
import { decideIn } from '../../main/engine/rehearse/decide-in';
import { sampleConnection } from '../../main/engine/rehearse/sample-connection';
import { hasBit } from '../../main/engine/net/bit-set';
import type { Atom } from '../../main/engine/net/traffic-space';
import { WORLDS } from '../../main/engine/model/world';
import { ADDRESSES, randomCluster } from './random-cluster';
import type { AskedRollout } from './rollout-of';
import { membersOf, rolloutOf } from './rollout-of';

function isPod(member: Member): boolean {
  return member.end.tag === 'pod';
}

/** Where the answer of a pair's classes is not that of the pair itself. */
function disagreements(asked: AskedRollout): readonly string[] {
  const { rollout, space } = asked;
  const connectivity = connectWorlds(rollout, space);
  const members = membersOf(asked, ADDRESSES).filter((member) => member.end.tag !== 'node');
  const found: string[] = [];
  for (const from of members) {
    for (const to of members.filter((member) => member !== from && (isPod(member) || isPod(from)))) {
      for (const name of WORLDS) {
        const { allow, undecided } = connectivity.between(from, to, 4)[name];
        for (const [index, atom] of space.entries()) {
          if (!isDialled(atom)) continue;
          const ofClass = hasBit(undecided, index) ? 'undecided' : hasBit(allow, index) ? 'allow' : 'deny';
          const { verdict } = decideIn(rollout.worlds[name], sampleConnection(from, to, 4, atom));
          if (verdict === ofClass) continue;
          const pair = `${name}: ${from.signature} > ${to.signature}`;
          found.push(`${pair} ${JSON.stringify(atom)}: the class says ${ofClass}, the pair ${verdict}`);
        }
      }
    }
  }
  return found;
}

/** Connections are asked about with an ordinary client port. */
function isDialled({ source }: Atom): boolean {
  return source === null || (source.first <= 40_000 && 40_000 <= source.last);
}

describe('endpoints of one class', () => {
  it('get the answers that each of them gets by itself, in every world', { timeout: 60_000 }, () => {
    const clusters = randomCluster({ hosts: false, hooks: false, declared: true, eitherFamily: false });
    fc.assert(
      fc.property(clusters, fc.boolean(), (cluster, complete) => {
        expect(disagreements(rolloutOf(cluster, { complete }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('get them too where hosts police what they forward', { timeout: 60_000 }, () => {
    const clusters = randomCluster({ hosts: true, hooks: true, declared: false, eitherFamily: false });
    fc.assert(
      fc.property(clusters, (cluster) => {
        expect(disagreements(rolloutOf(cluster))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
