import type { Evidence } from '../../main/engine/model/finding';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { Selection } from '../state/window-state';

/** What evidence speaks of, when the rehearsal lists it: a connection, else a protected path between groups of ends. */
export function selectionOfEvidence(rehearsal: Rehearsal, evidence: Evidence): Selection | null {
  if (evidence.tag !== 'verdicts') return null;
  const { from, to, traffic } = evidence;
  const idsOf = (label: string) =>
    new Set(rehearsal.parties.filter((party) => party.label === label || party.id === label).map((party) => party.id));
  const [sources, targets] = [idsOf(from), idsOf(to)];
  const edge = rehearsal.edges.find(
    (candidate) => sources.has(candidate.from) && targets.has(candidate.to) && candidate.traffic === traffic,
  );
  if (edge !== undefined) return { tag: 'edge', edge: edge.id };
  const path = rehearsal.protectedPaths.find(
    (candidate) => candidate.from === from && candidate.to === to && candidate.traffic === traffic,
  );
  return path === undefined ? null : { tag: 'path', path: path.id };
}
