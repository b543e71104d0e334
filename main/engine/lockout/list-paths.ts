import type { Rollout } from '../rehearse/worlds';
import type { AskedPaths, LockoutFacts } from './lockout-facts';
import { readLockoutFacts } from './lockout-facts';
import type { RowHead } from './draft-path';
import { draftFound, wordsFor } from './draft-path';
import { draftOwnPaths } from './own-paths';
import type { PathDraft, UnaskedDraft } from './path-draft';
import { createPathMemory } from './path-memory';
import type { ProtectedRow } from './protected-row';
import { isAbsence } from './protected-row';
import { PROTECTED_ROWS } from './protected-rows';
import { ROLLBACK_DRAFT } from './rollback-path';
import { splitByToday } from './split-by-today';

/**
 * The protected paths of a cluster, row by row of the catalogue, the user's own rows last, and L42 before all. A row that the snapshot has
 * nothing for is one path that says so; one that is open for some today and closed for others is two.
 */
export function listProtectedPaths(rollout: Rollout, asked: AskedPaths): readonly PathDraft[] {
  const facts = readLockoutFacts(rollout, asked);
  const rows = PROTECTED_ROWS.flatMap((row) => draftRow(row, facts));
  const memory = createPathMemory();
  return withUniqueIds([ROLLBACK_DRAFT, ...rows, ...draftOwnPaths(facts)]).flatMap((draft) =>
    splitByToday({ memory, ...draft }, rollout),
  );
}

function draftRow(row: ProtectedRow, facts: LockoutFacts): readonly UnaskedDraft[] {
  const { id, theme, title, protects, severity, expect } = row;
  const head: RowHead = { row: id, theme, title, protects, severity, expect };
  const found = row.find(facts);
  if (!isAbsence(found) && found.length > 0) return found.map((path) => draftFound(head, path, row.letters));
  const absent = isAbsence(found) ? found : { why: 'nothing stands for this path in the snapshot', needless: false };
  return [{ ...head, ...wordsFor(row.letters), ...NOTHING, id: `${id} not checked`, absent }];
}

const NOTHING = { from: '', to: '', traffic: '', connections: [], somewhere: null, composite: null } as const;

function withUniqueIds(drafts: readonly UnaskedDraft[]): readonly UnaskedDraft[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const count = (seen.get(draft.id) ?? 0) + 1;
    seen.set(draft.id, count);
    return count === 1 ? draft : { ...draft, id: `${draft.id} (${count})` };
  });
}
