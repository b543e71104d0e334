import type { JsonObject } from '../model/json';
import type { RecordedHit, RecordedTrigger } from './flow-record';
import { MAX_HITS } from './limits';
import type { RecordProblem } from './record-fields';
import { complain, objectField, objectsField, textField, wholeField, wordField } from './record-fields';
import { bareName, readAction, readKind } from './record-words';

/** What a dialect calls the place of a hit in its list, and that of a rule in its policy. */
interface HitNames {
  readonly index: string;
  readonly rule: string;
}

/** A list of policy hits, sorted by their index: Enterprise writes them in any order, and nobody promises one. */
export function readHits(
  holder: JsonObject,
  name: string,
  names: HitNames,
  problem: RecordProblem,
): readonly RecordedHit[] {
  const written = objectsField(holder, name, problem);
  if (written.length === 0) return [];
  if (written.length > MAX_HITS) {
    complain(problem, `${name} has more than ${MAX_HITS} hits`);
    return [];
  }
  const hits = written.map((item) => ({
    index: wholeField(item, names.index, problem),
    hit: readHit(item, names, problem),
  }));
  return hits.toSorted((left, right) => left.index - right.index).flatMap(({ hit }) => hit ?? []);
}

function readHit(item: JsonObject, names: HitNames, problem: RecordProblem): RecordedHit | undefined {
  const kind = readKind(wordField(item, 'kind'));
  const action = readAction(wordField(item, 'action'));
  if (kind === undefined) complain(problem, 'a policy hit has an unknown kind');
  if (action === undefined) complain(problem, 'a policy hit has an unknown action');
  if (kind === undefined || action === undefined) return undefined;
  const tier = textField(item, 'tier', problem);
  const trigger = objectField(item, 'trigger', problem);
  return {
    kind,
    namespace: textField(item, 'namespace', problem),
    name: bareName(kind, tier, textField(item, 'name', problem)),
    tier: kind === 'Profile' ? '' : tier,
    action,
    rule: wholeField(item, names.rule, problem),
    trigger: trigger === undefined ? undefined : readTrigger(trigger, problem),
  };
}

function readTrigger(item: JsonObject, problem: RecordProblem): RecordedTrigger | undefined {
  const kind = readKind(wordField(item, 'kind'));
  if (kind === undefined || kind === 'EndOfTier') return undefined;
  const tier = textField(item, 'tier', problem);
  return {
    kind,
    namespace: textField(item, 'namespace', problem),
    name: bareName(kind, tier, textField(item, 'name', problem)),
  };
}
