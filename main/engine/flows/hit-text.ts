import type { RecordedHit, RecordedTrigger } from './flow-record';
import { MAX_HITS } from './limits';
import type { RecordProblem } from './record-fields';
import { complain } from './record-fields';
import { bareName, readAction, readKind } from './record-words';

/** One name and its value, a brace, or the dash that introduces a hit. Go doubles blanks at random, so none of them counts. */
const TOKEN = /\s*(?:([a-z_]+):\s*("(?:[^"\\]|\\.)*"|[A-Za-z0-9_-]+)|([a-z_]+):?\s*\{|(\})|(-)(?=\s))/y;

type Fields = Map<string, string>;

interface HitText {
  readonly fields: Fields;
  trigger: Fields | null;
}

/**
 * The hits of one list as `calico-node -flows` prints them: Go's protobuf text, all on one line, each introduced by a dash
 * (calico: node/pkg/flowlogs/flowlogs.go). Sorted by their index.
 */
export function readHitText(text: string, problem: RecordProblem): readonly RecordedHit[] {
  const hits = splitHits(text.trimEnd(), problem).map(({ fields, trigger }) => ({
    index: wholeOf(fields, 'policy_index', problem),
    hit: readHit(fields, trigger, problem),
  }));
  return hits.toSorted((left, right) => left.index - right.index).flatMap(({ hit }) => hit ?? []);
}

function splitHits(text: string, problem: RecordProblem): readonly HitText[] {
  const hits: HitText[] = [];
  let inTrigger = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (token === null) {
      complain(problem, 'a policy hit cannot be read');
      return [];
    }
    const [, name, value = '', opened, closed, dash] = token;
    const current = hits.at(-1);
    if (dash !== undefined && !inTrigger) {
      if (hits.length >= MAX_HITS) complain(problem, `there are more than ${MAX_HITS} hits`);
      if (problem.why !== '') return [];
      hits.push({ fields: new Map(), trigger: null });
    } else if (current !== undefined && name !== undefined) {
      const fields = inTrigger && current.trigger !== null ? current.trigger : current.fields;
      fields.set(name, value.startsWith('"') ? unquote(value) : value);
    } else if (current !== undefined && opened === 'trigger' && !inTrigger) {
      current.trigger = new Map();
      inTrigger = true;
    } else if (closed !== undefined && inTrigger) {
      inTrigger = false;
    } else {
      complain(problem, 'a policy hit cannot be read');
      return [];
    }
  }
  return hits;
}

function readHit(fields: Fields, trigger: Fields | null, problem: RecordProblem): RecordedHit | undefined {
  const kind = readKind(fields.get('kind'));
  const action = readAction(fields.get('action'));
  if (kind === undefined) complain(problem, 'a policy hit has an unknown kind');
  if (action === undefined) complain(problem, 'a policy hit has an unknown action');
  if (kind === undefined || action === undefined) return undefined;
  const tier = fields.get('tier') ?? '';
  return {
    kind,
    namespace: fields.get('namespace') ?? '',
    name: bareName(kind, tier, fields.get('name') ?? ''),
    tier: kind === 'Profile' ? '' : tier,
    action,
    rule: wholeOf(fields, 'rule_index', problem),
    trigger: trigger === null ? undefined : readTrigger(trigger),
  };
}

function readTrigger(fields: Fields): RecordedTrigger | undefined {
  const kind = readKind(fields.get('kind'));
  if (kind === undefined || kind === 'EndOfTier') return undefined;
  const name = bareName(kind, fields.get('tier') ?? '', fields.get('name') ?? '');
  return { kind, namespace: fields.get('namespace') ?? '', name };
}

function wholeOf(fields: Fields, name: string, problem: RecordProblem): number {
  const text = fields.get(name) ?? '0';
  if (/^-?\d{1,20}$/.test(text)) return Number(text);
  complain(problem, `${name} is not a whole number`);
  return 0;
}

/** Names of policies need no escapes; what Go escapes stays readable. */
function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}
