import type { LabelSet } from '../cluster/label-set';
import { createLabelIndex } from '../selector/label-index';
import { requiredLabels } from '../selector/required-labels';
import type { PlacedPolicy, PlacedTier, World } from './world';

/** Finds the few policies that may apply to an endpoint, as Calico does (calico: felix/labelindex/labelrestrictionindex). */
export interface PolicyIndex {
  /** In Calico's order: every policy whose selector may match the labels, and perhaps others. */
  tiersFor(labels: LabelSet): readonly PlacedTier[];
}

/** A policy with the place of its tier. */
interface Entry {
  readonly tier: number;
  readonly placed: PlacedPolicy;
}

export function createPolicyIndex({ tiers }: World): PolicyIndex {
  const entries = tiers.flatMap(({ policies }, tier) => policies.map((placed): Entry => ({ tier, placed })));
  const required = entries.map(({ placed }) => requiredLabels(placed.policy.selector.selector));
  const frequency = createLabelIndex<number>();
  for (const [place, labels] of required.entries()) {
    for (const { label, value } of labels) frequency.add(label, value, place);
  }
  const byLabel = createLabelIndex<number>();
  const unrestricted: number[] = [];
  for (const [place, labels] of required.entries()) {
    const [rarest] = labels.toSorted((left, right) => frequency.owning(left).length - frequency.owning(right).length);
    if (rarest === undefined) unrestricted.push(place);
    else byLabel.add(rarest.label, rarest.value, place);
  }
  return {
    tiersFor({ labels, unknownPrefixes }) {
      if (unknownPrefixes.length > 0) return tiers;
      const places = [
        ...unrestricted,
        ...Object.entries(labels).flatMap(([label, value]) => byLabel.owning({ label, value })),
      ].toSorted((left, right) => left - right);
      const found = tiers.map(({ tier }) => ({ tier, policies: [] as PlacedPolicy[] }));
      for (const place of places) {
        const entry = entries[place];
        if (entry !== undefined) found[entry.tier]?.policies.push(entry.placed);
      }
      return found;
    },
  };
}
