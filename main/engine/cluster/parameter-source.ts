import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import type { Cluster } from './cluster';
import { overridesOf } from './felix-configurations';
import { ENVIRONMENT } from './felix-parameter';
import type { ParameterName } from './parameters';
import { fieldOf } from './parameters';

/** The object that says a parameter of Felix, and where in it; `null`: no object does. `from` is what `felixParameter` tells. */
export function parameterSource(
  { resources }: Cluster,
  from: string,
  name: ParameterName,
): { readonly resource: Resource; readonly path: FieldPath } | null {
  const resource = resources.find((candidate) =>
    from === ENVIRONMENT
      ? candidate.kind === 'DaemonSet' && candidate.name === 'calico-node'
      : candidate.kind === 'FelixConfiguration' && from === `FelixConfiguration ${candidate.name}`,
  );
  return resource === undefined ? null : { resource, path: parameterPath(resource, name) };
}

/** Where an object says a parameter: its annotation stands in place of the field. */
export function parameterPath(resource: Resource, name: ParameterName): FieldPath {
  if (resource.kind === 'DaemonSet') return ['spec', 'template', 'spec', 'containers'];
  const key = overridesOf(resource).get(name);
  return key === undefined ? ['spec', fieldOf(name)] : ['metadata', 'annotations', key];
}
