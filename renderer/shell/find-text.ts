import type { EdgeState } from '../../main/engine/model/edge';

/** Whether the find text asks for a state, as the counts of the status bar do. */
export function asksForState(find: string, state: EdgeState): boolean {
  return words(find).includes(`state=${state}`);
}

/** The find text with this state asked for, in place of any other state; without it when it was asked for already. */
export function toggleState(find: string, state: EdgeState): string {
  const others = words(find).filter((word) => !word.startsWith('state='));
  return (asksForState(find, state) ? others : [`state=${state}`, ...others]).join(' ');
}

function words(find: string): readonly string[] {
  return find.split(/\s+/).filter(Boolean);
}
