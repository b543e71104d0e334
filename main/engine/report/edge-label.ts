import { groupDigits } from '../model/count-words';
import type { EdgeState } from '../model/edge';
import { FAILSAFE_MARK, STATE_ENCODINGS } from './encoding';
import { compareText } from './grouping';
import { splitTraffic } from './traffic-text';

/** What a label tells of an edge of the drawing. */
export interface LabelFacts {
  readonly state: EdgeState;
  /** The traffic of its members, e.g. `tcp 8080`, `tcp 53, 9153; udp 53`. */
  readonly traffics: readonly string[];
  readonly counts: readonly { readonly state: EdgeState; readonly count: number }[];
  readonly failsafe: boolean;
  /** Of how many nodes of a group (`fan`) or pairs between two groups (`pairs`) it speaks, out of how many; `null` between two nodes. */
  readonly share: { readonly tag: 'fan' | 'pairs'; readonly count: number; readonly of: number } | null;
}

/** So many ports are written out. */
const MOST_PORTS = 2;

/** The label of an edge: marks, then traffic, then for how many it stands. */
export function labelEdge(facts: LabelFacts): string {
  if (facts.counts.length > 1) return facts.counts.map(describeCount).join('  ');
  const mark = STATE_ENCODINGS[facts.state].textMark;
  const { share } = facts;
  const portion = share === null ? '' : share.count === share.of ? `all ${share.of}` : `${share.count} of ${share.of}`;
  const traffic = share?.tag === 'pairs' ? `${portion} pairs` : describeTraffic(facts.traffics);
  const marks = [mark, facts.failsafe ? FAILSAFE_MARK : ''].filter((text) => text !== '');
  // A sign stands close to what it marks; a word is set apart.
  const isSign = marks.length === 1 && mark.length === 1;
  const head = isSign ? `${mark} ${traffic}` : [...marks, traffic].join(' · ');
  return share?.tag === 'fan' ? `${head} · ${portion}` : head;
}

/** `−3`, `net 2`, `→41`. */
function describeCount({ state, count }: { readonly state: EdgeState; readonly count: number }): string {
  const mark = STATE_ENCODINGS[state].textMark;
  return mark.length > 1 ? `${mark} ${groupDigits(count)}` : `${mark === '' ? '→' : mark}${groupDigits(count)}`;
}

/** `tcp 8080, 8443 +3`, `udp 53, tcp 53`, `any`: the protocol is written once as long as it stays the same. */
export function describeTraffic(traffics: readonly string[]): string {
  const distinct = [...new Set(traffics.flatMap(splitTraffic))].toSorted(compareTraffic);
  if (distinct.includes('all traffic')) return 'any';
  const named = distinct.filter((traffic) => traffic !== 'other traffic');
  if (named.length === 0) return 'other';
  const shown: string[] = [];
  let protocol = '';
  for (const traffic of named.slice(0, MOST_PORTS)) {
    const [own = '', ...rest] = traffic.split(' ');
    shown.push(own === protocol && rest.length > 0 ? rest.join(' ') : traffic);
    protocol = own;
  }
  const others = distinct.length - shown.length;
  return others === 0 ? shown.join(', ') : `${shown.join(', ')} +${others}`;
}

/** By protocol, then by port as a number. */
function compareTraffic(first: string, second: string): number {
  const [a = '', aPort = ''] = first.split(' ');
  const [b = '', bPort = ''] = second.split(' ');
  return compareText(a, b) || Number.parseInt(aPort, 10) - Number.parseInt(bPort, 10) || compareText(first, second);
}
