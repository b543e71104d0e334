/** An object as it is written to a file. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export function coreObject(
  kind: string,
  metadata: Metadata,
  fields: Readonly<Record<string, unknown>> = {},
): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata, ...fields };
}

export function calicoObject(
  kind: string,
  metadata: Metadata,
  spec: Readonly<Record<string, unknown>>,
): KubernetesObject {
  return { apiVersion: 'projectcalico.org/v3', kind, metadata, spec };
}
