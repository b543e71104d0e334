import type { CheckGroup, GroupPlace } from '../../main/engine/model/check-group';
import { groupChecks } from '../../main/engine/model/check-group';
import { countOf, groupDigits } from '../../main/engine/model/count-words';
import type { CheckState, Gate } from '../../main/engine/model/wizard';
import type { MachineCheck } from '../../main/engine/model/plan';

type Grouped = { readonly id: string; readonly group?: GroupPlace };

/** Checks that stand by themselves, and those that may be answered together, each in their order. */
export function splitGroups<Check extends Grouped>(
  checks: readonly Check[],
): { readonly alone: readonly Check[]; readonly groups: readonly CheckGroup<Check>[] } {
  return {
    alone: checks.filter(({ group }) => group === undefined),
    groups: groupChecks(checks.filter(({ group }) => group !== undefined)),
  };
}

/** Groups whose title, or one of whose members, holds all words of a text, in either case. */
export function findGroups<Check extends Grouped>(
  groups: readonly CheckGroup<Check>[],
  text: string,
): readonly CheckGroup<Check>[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups.filter(({ title, checks }) => {
    const said = [title, ...checks.map(({ group }) => group?.member ?? '')].join(' ').toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** More members than this are counted. */
const MOST_NAMED = 6;

/** `tcp 5432, other traffic`: what tells the members apart. */
export function listMembers({ checks }: CheckGroup<Grouped>): string {
  const names = checks.slice(0, MOST_NAMED).map(({ group }) => group?.member ?? '');
  const rest = checks.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Members that nobody answered yet; what is proved needs no answer. */
export function openMembers<Check extends Grouped & { readonly state?: CheckState }>(
  { checks }: CheckGroup<Check>,
  gate: Pick<Gate, 'answers'>,
): readonly Check[] {
  return checks.filter(({ id, state }) => gate.answers[id] === undefined && state !== 'green');
}

/** What was found begins with whether it is in use: one sentence. */
export function firstSentence({ detail }: Pick<MachineCheck, 'detail'>): string {
  return detail.split(/(?<=\.) (?=[A-Z])/, 1).join('');
}

/** The sentence that all of them begin with; `''` where they differ. */
export function commonSentence(groups: readonly CheckGroup<MachineCheck>[]): string {
  const [said, ...others] = new Set(groups.flatMap(({ checks }) => checks.map(firstSentence)));
  return others.length === 0 ? (said ?? '') : '';
}

/** `533 in 314 groups, 12 answered`. */
export function countGroups(groups: readonly CheckGroup<Grouped>[], gate: Pick<Gate, 'answers'>): string {
  const all = groups.flatMap(({ checks }) => checks);
  const answered = all.filter(({ id }) => gate.answers[id] !== undefined).length;
  return `${groupDigits(all.length)} in ${countOf(groups.length, 'group')}, ${groupDigits(answered)} answered`;
}
