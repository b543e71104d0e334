import type { FelixConfigurations } from '../../../../main/engine/cluster/felix-configurations';
import { readFelixConfigurations } from '../../../../main/engine/cluster/felix-configurations';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourcesOf } from './resource-of';

export function configuration(name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name, ...metadata }, spec };
}

/** With `config.projectcalico.org/NAME` as its only annotation. */
export function overridden(name: string, spec: JsonObject, parameter: string, text: string): JsonObject {
  return configuration(name, spec, { annotations: { [`config.projectcalico.org/${parameter}`]: text } });
}

export function calicoNode(env: readonly JsonObject[], container: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { namespace: 'kube-system', name: 'calico-node' },
    spec: { template: { spec: { containers: [{ name: 'calico-node', env: [...env], ...container }] } } },
  };
}

export const SECRET = { valueFrom: { configMapKeyRef: { name: 'calico-config', key: 'x' } } };

export function node(name: string, labels: JsonObject = {}, annotations: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels, annotations } };
}

/** Of a snapshot that need not be complete. */
export function configurationsOf(...objects: readonly JsonObject[]): FelixConfigurations {
  return readFelixConfigurations(resourcesOf(...objects), { complete: false, naming: 'plain' });
}
