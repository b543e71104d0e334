import type { Cluster } from '../../cluster/cluster';
import type { HostEndpoint, NetworkSet, WorkloadEndpoint } from '../../cluster/endpoint';
import type { LabelSet } from '../../cluster/label-set';
import type { IndexedSelector, Policy } from '../../compile/policy';
import { createSelectorMatches } from '../../compile/selector-matches';
import { YES } from '../../model/tri';
import { compareCodePoints } from '../../selector/compare-code-points';
import { createLabelIndex } from '../../selector/label-index';
import { matchSelector } from '../../selector/match-selector';

/** Who a selector certainly selects. */
export interface Selection {
  /** One workload per set of labels. */
  readonly workloads: (selector: IndexedSelector) => readonly WorkloadEndpoint[];
  readonly hosts: (selector: IndexedSelector) => readonly HostEndpoint[];
  readonly sets: (selector: IndexedSelector) => readonly NetworkSet[];
}

/** Answers are remembered: a selector is asked about by several detectors. */
export function createSelection(cluster: Cluster): Selection {
  const matches = createSelectorMatches();
  const select = <Selected extends { readonly labels: LabelSet }>(candidates: readonly Selected[]) => {
    const known = new Map<number, readonly Selected[]>();
    const places = createLabelIndex<number>();
    for (const [place, { labels }] of candidates.entries()) {
      for (const [label, value] of Object.entries(labels.labels)) places.add(label, value, place);
    }
    return (selector: IndexedSelector): readonly Selected[] => {
      const found = known.get(selector.index);
      if (found !== undefined) return found;
      // Whoever is certainly selected is known to have what the selector requires.
      const asked = places.candidates(selector.selector)?.flatMap((place) => candidates[place] ?? []) ?? candidates;
      const selected = asked.filter(({ labels }) => matches.matches(selector, labels) === YES);
      known.set(selector.index, selected);
      return selected;
    };
  };
  const classes = new Map(cluster.workloads.toReversed().map((workload) => [workload.labels.index, workload]));
  const byName = (left: { readonly name: string }, right: { readonly name: string }) =>
    compareCodePoints(left.name, right.name);
  return {
    workloads: select([...classes.values()].toReversed()),
    hosts: select(cluster.hosts.toSorted(byName)),
    sets: select(cluster.sets.toSorted(byName)),
  };
}

/** Whether Felix renders the policy somewhere: pods have the normal list alone. */
export function isRendered({ workloads, hosts }: Selection, { selector, hook }: Policy): boolean {
  return hosts(selector).length > 0 || (hook === 'normal' && workloads(selector).length > 0);
}

/** Whether a selector asks for no label at all: it selects whoever has none. */
export function selectsUnlabelled(selector: IndexedSelector): boolean {
  return matchSelector(selector.selector, {});
}
