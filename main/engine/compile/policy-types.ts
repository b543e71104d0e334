import { readList, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';

export interface Governed {
  readonly ingress: boolean;
  readonly egress: boolean;
}

/**
 * Directions of a Calico policy from a file, as calicoctl and the Calico API server fill them in: by the length of the lists
 * (calico: api/pkg/defaults/networkpolicy.go defaultPolicyTypesField).
 */
export function writtenPolicyTypes(spec: JsonObject): Governed {
  const types = readTextList(spec, 'types') ?? [];
  if (types.length > 0) return namedTypes(types);
  const ingress = (readList(spec, 'ingress') ?? []).length > 0;
  const egress = (readList(spec, 'egress') ?? []).length > 0;
  return { ingress: ingress || !egress, egress };
}

/** Directions of a stored policy as Felix counts them: none given means both (calico: felix/calc/policy_sorter.go ExtractPolicyMetadata). */
export function storedPolicyTypes(spec: JsonObject): Governed {
  const types = readTextList(spec, 'types') ?? [];
  return types.length === 0 ? { ingress: true, egress: true } : namedTypes(types);
}

/** As the native v3 CRDs' admission policy fills them in: by the presence of the fields (calico: api/admission/networkpolicy.mutatingadmissionpolicy.yaml). */
export function admittedPolicyTypes(spec: JsonObject): Governed {
  const types = readTextList(spec, 'types') ?? [];
  if (types.length > 0) return namedTypes(types);
  const ingress = spec['ingress'] !== undefined && spec['ingress'] !== null;
  const egress = spec['egress'] !== undefined && spec['egress'] !== null;
  return { ingress: ingress || !egress, egress };
}

function namedTypes(types: readonly string[]): Governed {
  const lower = types.map((type) => type.toLowerCase());
  return { ingress: lower.includes('ingress'), egress: lower.includes('egress') };
}
