import type { LabelValue } from './required-labels';
import { requiredLabels } from './required-labels';
import type { Selector } from './selector';

/** Finds the few owners of labels that a selector can be about, as Calico does (calico: felix/labelindex/labelrestrictionindex). */
export interface LabelIndex<Owner> {
  /** Whoever owns a label several times is added in a row, and is there once. */
  add(label: string, value: string, owner: Owner): void;
  owning(wanted: LabelValue): readonly Owner[];
  /** All who own what the selector requires, and perhaps others; `null`: it requires nothing. */
  candidates(selector: Selector): readonly Owner[] | null;
}

export function createLabelIndex<Owner>(): LabelIndex<Owner> {
  const byLabel = new Map<string, Map<string, Owner[]>>();
  const owning = ({ label, value }: LabelValue): readonly Owner[] => byLabel.get(label)?.get(value) ?? [];
  return {
    add(label, value, owner) {
      const byValue = byLabel.get(label) ?? new Map<string, Owner[]>();
      byLabel.set(label, byValue);
      const owners = byValue.get(value);
      if (owners === undefined) byValue.set(value, [owner]);
      else if (owners.at(-1) !== owner) owners.push(owner);
    },
    owning,
    candidates(selector) {
      const lists = requiredLabels(selector).map(owning);
      const [shortest] = lists.toSorted((left, right) => left.length - right.length);
      return shortest ?? null;
    },
  };
}
