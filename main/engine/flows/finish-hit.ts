import type { RecordedHit, RecordedTrigger } from './flow-record';
import type { RecordProblem } from './record-fields';
import { complain } from './record-fields';
import { bareName } from './record-words';

/** A policy as it is written in a hit, or behind an end of tier. */
interface PolicyDraft {
  readonly kind: RecordedHit['kind'] | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
}

/** A hit whose words were read, but not checked. */
interface HitDraft {
  readonly policy: PolicyDraft;
  /** Its place in its list. */
  readonly index: number;
  readonly action: RecordedHit['action'] | undefined;
  readonly rule: number;
  readonly trigger: RecordedTrigger | undefined;
}

/** The hits of one list, sorted by their index: Enterprise writes them in any order, and nobody promises one. */
export function finishHits(drafts: readonly HitDraft[], problem: RecordProblem): readonly RecordedHit[] {
  const sorted = drafts.toSorted((left, right) => left.index - right.index);
  return sorted.flatMap((draft) => finishHit(draft, problem) ?? []);
}

function finishHit({ policy, action, rule, trigger }: HitDraft, problem: RecordProblem): RecordedHit | undefined {
  const { kind, namespace, name, tier } = policy;
  if (kind === undefined) complain(problem, 'a policy hit has an unknown kind');
  if (action === undefined) complain(problem, 'a policy hit has an unknown action');
  if (kind === undefined || action === undefined) return undefined;
  return {
    kind,
    namespace,
    name: bareName(kind, tier, name),
    tier: kind === 'Profile' ? '' : tier,
    action,
    rule,
    trigger,
  };
}

/** `undefined`: it is none that is known. */
export function finishTrigger({ kind, namespace, name, tier }: PolicyDraft): RecordedTrigger | undefined {
  if (kind === undefined || kind === 'EndOfTier') return undefined;
  return { kind, namespace, name: bareName(kind, tier, name) };
}
