import { PROFILE_TIER } from '../evaluate/decide';
import type { DecidingHit } from '../evaluate/decide';
import type { RecordedHit } from './flow-record';
import { bareName } from './record-words';

/** What decides, in words that recordings and the engine share: the policy that an end of tier is named after is not among them. */
export function describeRecorded(hits: readonly RecordedHit[]): string {
  const hit = hits.at(-1);
  if (hit === undefined) return '';
  if (hit.kind === 'EndOfTier') return `end of tier ${hit.tier}`;
  if (hit.kind === 'Profile') return `profile ${hit.name}`;
  return policyWords(hit);
}

export function describeDecider(hit: DecidingHit | null): string {
  if (hit === null) return '';
  if (hit.kind === 'Profile') return hit.name === PROFILE_TIER ? 'no profile' : `profile ${hit.name}`;
  if (hit.rule === -1) return `end of tier ${hit.tier}`;
  return policyWords({ ...hit, name: bareName(hit.kind, hit.tier, hit.name) });
}

function policyWords({ kind, namespace, name, tier, rule }: Omit<RecordedHit, 'action' | 'trigger'>): string {
  const place = namespace === '' ? name : `${namespace}/${name}`;
  return `${kind} ${place} of tier ${tier} rule ${rule}`;
}
