import type { Rollout } from '../rehearse/worlds';
import { endKey } from './mixed-verdict';
import type { PathAnswer } from './path-answer';
import { answerIn } from './path-answer';
import type { PathConnection, PathDraft } from './path-draft';

/** What a part of a path is today. */
type Today = 'as it must be' | 'not as it must be' | 'not to be told';

/**
 * A path whose connections are not all alike today, as one path for each lot: what is closed already must not hide what the rollout closes
 * beside it. The lot that is as it must be keeps the id.
 */
export function splitByToday(draft: PathDraft, rollout: Rollout): readonly PathDraft[] {
  if (draft.connections.length < 2) return [draft];
  const lots = new Map<Today, PathConnection[]>();
  for (const unit of unitsOf(draft)) {
    const today = todayOf(draft, unit, rollout);
    lots.set(today, [...(lots.get(today) ?? []), ...unit]);
  }
  if (lots.size < 2) return [draft];
  return PARTS.flatMap(({ today, says }) => {
    const connections = lots.get(today);
    if (connections === undefined) return [];
    const where = says[draft.expect];
    if (where === '') return [{ ...draft, connections }];
    return [{ ...draft, connections, id: `${draft.id}, ${where}`, to: `${draft.to}, ${where}` }];
  });
}

const PARTS: readonly { readonly today: Today; readonly says: Readonly<Record<PathDraft['expect'], string>> }[] = [
  { today: 'as it must be', says: { open: '', closed: '' } },
  {
    today: 'not as it must be',
    says: { open: 'where it is closed today', closed: 'where it is open today' },
  },
  { today: 'not to be told', says: { open: 'where nobody can tell today', closed: 'where nobody can tell today' } },
];

/** What is judged as one: a connection, or all those of one end where the other end is somewhere. */
function unitsOf({ connections, somewhere }: PathDraft): readonly (readonly PathConnection[])[] {
  if (somewhere === null) return connections.map((connection) => [connection]);
  const known = somewhere === 'to' ? 'from' : 'to';
  const units = new Map<string, PathConnection[]>();
  for (const connection of connections) {
    const key = endKey(connection, known);
    const unit = units.get(key) ?? [];
    units.set(key, unit);
    unit.push(connection);
  }
  return [...units.values()];
}

function todayOf(draft: PathDraft, unit: readonly PathConnection[], rollout: Rollout): Today {
  const { worlds, withoutNet } = rollout;
  const open = unit.map((connection) =>
    isOpen(answerIn(connection, worlds.now, withoutNet.now, (_same, asked) => draft.memory.decide(connection, asked))),
  );
  if (open.includes(null)) return 'not to be told';
  return open.includes(true) === (draft.expect === 'open') ? 'as it must be' : 'not as it must be';
}

/** `null`: nobody can tell. */
function isOpen({ tag }: PathAnswer): boolean | null {
  return tag === 'undecided' ? null : tag !== 'blocked';
}
