import type { Edge } from '../../main/engine/model/edge';
import type { Evidence } from '../../main/engine/model/finding';
import type { Rehearsal } from '../../main/engine/model/rehearsal';

/** The edge that evidence speaks of, when it is one that the rehearsal lists. */
export function edgeOfEvidence(rehearsal: Rehearsal, evidence: Evidence): Edge | undefined {
  if (evidence.tag !== 'verdicts') return undefined;
  const idsOf = (label: string) =>
    new Set(rehearsal.parties.filter((party) => party.label === label || party.id === label).map((party) => party.id));
  const [from, to] = [idsOf(evidence.from), idsOf(evidence.to)];
  return rehearsal.edges.find((edge) => from.has(edge.from) && to.has(edge.to) && edge.traffic === evidence.traffic);
}
