import { readObject } from '../../load/fields';
import type { Policy, Rule } from '../../compile/policy';
import type { Json, JsonObject } from '../../model/json';
import { isJsonObject } from '../../model/json';
import type { FieldPath } from '../../model/source';
import type { Direction } from '../../model/traffic';
import { describeObject } from './evidence';

/** A rule with the policy it belongs to and the text it was read from. */
export interface WrittenRule {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: Rule;
  /** As it stands in the file: of Kubernetes kinds, the rule that this one was made from. */
  readonly written: JsonObject;
}

export type Side = 'source' | 'destination';
export const SIDES: readonly Side[] = ['source', 'destination'];

const KNOWN = new WeakMap<readonly Policy[], readonly WrittenRule[]>();

/** The rules of the directions that each policy governs; the others are inert. */
export function writtenRules(policies: readonly Policy[]): readonly WrittenRule[] {
  const known = KNOWN.get(policies);
  if (known !== undefined) return known;
  const rules = policies.flatMap((policy) => [
    ...(policy.ingress ? policy.inbound.map((rule) => writtenRule(policy, 'ingress', rule)) : []),
    ...(policy.egress && policy.hook !== 'preDNAT'
      ? policy.outbound.map((rule) => writtenRule(policy, 'egress', rule))
      : []),
  ]);
  KNOWN.set(policies, rules);
  return rules;
}

function writtenRule(policy: Policy, direction: Direction, rule: Rule): WrittenRule {
  const written = valueAt(policy.resource.body, rule.path);
  return { policy, direction, rule, written: isJsonObject(written) ? written : {} };
}

/** The text of one side of a rule; `{}` where there is none. */
export function writtenSide({ written }: WrittenRule, side: Side): JsonObject {
  return readObject(written, side) ?? {};
}

/** What stands at a path of a document. */
export function valueAt(body: Json | undefined, path: FieldPath): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? (value as readonly Json[])[step] : undefined;
    return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, body);
}

/** `NetworkPolicy prod/web ingress rule 2`. */
export function describeRuleOf({ policy, direction, rule }: WrittenRule): string {
  return `${describeObject(policy.resource)} ${direction} rule ${rule.index}`;
}

/** Calico's own kinds, whose rules stand in the file as they are matched. */
export function isCalicoKind(policy: Policy): boolean {
  return !policy.kind.includes('Kubernetes');
}
