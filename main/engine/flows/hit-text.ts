import { finishHits, finishTrigger } from './finish-hit';
import type { RecordedHit } from './flow-record';
import { MAX_HITS } from './limits';
import type { RecordProblem } from './record-fields';
import { complain } from './record-fields';
import { readAction, readKind } from './record-words';

/** One name and its value, a brace, or the dash that introduces a hit. Go doubles blanks at random, so none of them counts. */
const TOKEN = /\s*(?:([a-z_]+):\s*("(?:[^"\\]|\\.)*"|[A-Za-z0-9_-]+)|([a-z_]+):?\s*\{|(\})|(-)(?=\s))/y;

type Fields = Map<string, string>;

interface HitText {
  readonly fields: Fields;
  trigger: Fields | null;
}

/**
 * The hits of one list as `calico-node -flows` prints them: Go's protobuf text, all on one line, each introduced by a dash
 * (calico: node/pkg/flowlogs/flowlogs.go).
 */
export function readHitText(text: string, problem: RecordProblem): readonly RecordedHit[] {
  const drafts = splitHits(text.trimEnd(), problem).map(({ fields, trigger }) => ({
    policy: readPolicy(fields),
    index: wholeOf(fields, 'policy_index', problem),
    action: readAction(fields.get('action')),
    rule: wholeOf(fields, 'rule_index', problem),
    trigger: trigger === null ? undefined : finishTrigger(readPolicy(trigger)),
  }));
  return finishHits(drafts, problem);
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

/** Zero values are left out. */
function readPolicy(fields: Fields) {
  const [namespace = '', name = '', tier = ''] = ['namespace', 'name', 'tier'].map((field) => fields.get(field));
  return { kind: readKind(fields.get('kind')), namespace, name, tier };
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
