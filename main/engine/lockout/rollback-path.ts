import type { ProtectedVerdict } from '../model/protected-path';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { Finding } from '../model/finding';
import type { AskedPath } from './asked-path';
import { felixStops } from './felix-stops';
import type { Composite, PathDraft, UnaskedDraft } from './path-draft';

/** What the rollback needs: somebody writes it, the API server takes it, etcd keeps it, and Felix hears of it. */
const ROLLBACK_ROWS = ['L05', 'L12', 'L11', 'L13', 'L16'] as const;

/** L42, the go and no-go: can the rollback still be written, and will it take effect? */
export const ROLLBACK_DRAFT: UnaskedDraft = {
  id: 'L42',
  row: 'L42',
  theme: 'rollback',
  title: 'The rollback can be written and takes effect',
  protects: 'While it holds, every mistake of the rollout can be taken back.',
  from: '',
  to: '',
  traffic: '',
  severity: 'blocks',
  expect: 'open',
  decider: `the rows ${ROLLBACK_ROWS.join(', ')}, and every object that stops Felix`,
  observable: false,
  observableBecause: 'flow logs say nothing about host endpoints',
  connections: [],
  absent: null,
  somewhere: null,
  composite: { rows: ROLLBACK_ROWS, stops: [] },
};

/** The asked paths with what stops Felix, as the findings tell it. */
export function applyStops(asked: readonly AskedPath[], findings: readonly Finding[]): readonly AskedPath[] {
  const stops = felixStops(findings);
  return asked.map((one) => {
    const { composite } = one.draft;
    if (composite === null) return one;
    const verdicts = Object.fromEntries(
      WORLDS.map((world) => {
        const parts = asked.map(({ draft, path }) => ({ draft, verdict: path.verdicts[world] }));
        return [world, composeVerdict({ ...composite, stops }, parts, world)];
      }),
    ) as Record<WorldName, ProtectedVerdict>;
    return { ...one, path: { ...one.path, verdicts } };
  });
}

/** The drafts with what stops Felix, as the findings tell it. */
export function withStops(drafts: readonly PathDraft[], findings: readonly Finding[]): readonly PathDraft[] {
  const stops = felixStops(findings);
  return drafts.map((draft) =>
    draft.composite === null ? draft : { ...draft, composite: { ...draft.composite, stops } },
  );
}

/** Worst first. */
const RANK: readonly ProtectedVerdict['tag'][] = [
  'blocked',
  'undecided',
  'absent',
  'net-only',
  'failsafe-only',
  'rule',
  'no-policy',
];

/** As good as the worst part; a part that nobody needs is left out, one that was not checked is not. */
export function composeVerdict(
  { rows, stops }: Composite,
  parts: readonly { readonly draft: PathDraft; readonly verdict: ProtectedVerdict }[],
  world: WorldName,
): ProtectedVerdict {
  const stop = stops.find(({ from }) => WORLDS.indexOf(from) <= WORLDS.indexOf(world));
  if (stop !== undefined) return { tag: 'blocked', by: stop.why, position: stop.position };
  const needed = parts.filter(
    ({ draft }) => rows.includes(draft.row) && draft.severity === 'blocks' && draft.absent?.needless !== true,
  );
  const worst = needed.toSorted((left, right) => RANK.indexOf(left.verdict.tag) - RANK.indexOf(right.verdict.tag))[0];
  if (worst === undefined) return { tag: 'absent', why: `none of ${rows.join(', ')} is in the snapshot` };
  const { draft, verdict } = worst;
  const ends = draft.from === '' ? '' : `, ${draft.from} → ${draft.to}`;
  const name = `${draft.row} ${draft.title}${ends}`;
  switch (verdict.tag) {
    case 'blocked':
      return { ...verdict, by: `${name}: ${verdict.by}` };
    case 'undecided':
      return { ...verdict, why: `${name}: ${verdict.why}` };
    case 'absent':
      return { ...verdict, why: `${name}: ${verdict.why}` };
    case 'rule':
      return { tag: 'rule', policy: `rules for ${rows.join(', ')}`, position: null };
    case 'net-only':
    case 'failsafe-only':
    case 'no-policy':
      return verdict;
  }
}
