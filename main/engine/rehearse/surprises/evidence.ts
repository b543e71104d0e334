import type { Policy } from '../../compile/policy';
import { readText } from '../../load/fields';
import type { ConnectionResult } from '../../evaluate/connection';
import { nameParties } from '../../model/edge';
import type { Evidence, Finding, FindingSeverity } from '../../model/finding';
import type { Resource } from '../../model/resource';
import type { FieldPath } from '../../model/source';
import type { WorldName } from '../../model/world';
import { decidedBy } from '../decided-by';
import type { EdgeSource } from '../edges';
import type { SurpriseFacts } from './surprise-facts';

/** More lines of evidence than this say nothing more. */
const MOST_EVIDENCE = 12;

interface FindingText {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly title: string;
  readonly help: string;
}

/** A finding, or none where nothing proves it. Evidence that says the same twice is told once. */
export function proved(text: FindingText, evidence: readonly Evidence[]): readonly Finding[] {
  const told = new Map(evidence.map((line) => [JSON.stringify(line), line]));
  return told.size === 0 ? [] : [{ ...text, evidence: [...told.values()].slice(0, MOST_EVIDENCE) }];
}

/** A field of an object, with what it says or causes. */
export function fieldEvidence(facts: SurpriseFacts, resource: Resource, path: FieldPath, text: string): Evidence {
  return { tag: 'field', text, position: facts.locate(resource, path) };
}

/** A policy's place among others. */
export function orderEvidence(facts: SurpriseFacts, policy: Policy, text: string): Evidence {
  return { tag: 'order', text, position: facts.locate(policy.resource, ['spec']) };
}

/** What two worlds say of edges; ports that somebody declares before the rest. */
export function edgeEvidence(
  facts: SurpriseFacts,
  sources: readonly EdgeSource[],
  before: WorldName,
  after: WorldName,
): readonly Evidence[] {
  return declaredFirst(sources).map((source): Evidence => {
    const { edge } = source;
    const side = (world: WorldName) => ({ world, verdict: edge.verdicts[world].verdict, by: edge.verdicts[world].by });
    return {
      tag: 'verdicts',
      ...endLabels(facts, source),
      traffic: edge.traffic,
      before: side(before),
      after: side(after),
    };
  });
}

/** What two worlds say of a connection that is no edge. */
export function connectionEvidence(
  names: { readonly from: string; readonly to: string; readonly traffic: string },
  before: { readonly world: WorldName; readonly result: ConnectionResult },
  after: { readonly world: WorldName; readonly result: ConnectionResult },
): Evidence {
  const side = ({ world, result }: typeof before) => ({ world, verdict: result.verdict, by: decidedBy(result) });
  return { tag: 'verdicts', ...names, before: side(before), after: side(after) };
}

function declaredFirst(sources: readonly EdgeSource[]): readonly EdgeSource[] {
  return sources.toSorted((left, right) => Number(left.edge.other) - Number(right.edge.other));
}

/** What people call both ends of an edge. */
export function endLabels(facts: SurpriseFacts, { edge }: EdgeSource): { readonly from: string; readonly to: string } {
  const labelOf = partyLabels(facts);
  return { from: labelOf(edge.from), to: labelOf(edge.to) };
}

/** `prod/web → prod/db tcp 5432`. */
export function describeEdge(facts: SurpriseFacts, source: EdgeSource): string {
  const { from, to } = endLabels(facts, source);
  return `${from} → ${to} ${source.edge.traffic}`;
}

type LabelOf = ReturnType<typeof nameParties>;

const LABELS = new WeakMap<readonly unknown[], LabelOf>();

function partyLabels({ parties }: SurpriseFacts): LabelOf {
  const labels = LABELS.get(parties) ?? nameParties(parties);
  LABELS.set(parties, labels);
  return labels;
}

/** `StagedNetworkPolicy prod/web`, by the kind that the file says: that of a promoted policy is already another one. */
export function describeObject({ kind, namespace, name, body }: Resource): string {
  return `${readText(body, 'kind') ?? kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** The first three names, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const most = 3;
  const unique = [...new Set(names)];
  const shown = unique.slice(0, most).join(', ');
  return unique.length > most ? `${shown} and ${unique.length - most} more` : shown;
}
