import type { JsonObject } from '../../../../main/engine/model/json';
import { clusterNode } from '../evaluate/manifests';

/** Objects of the API server that rows are found by, as it stores them. */
function objectOf(apiVersion: string, kind: string, place: string, fields: JsonObject): JsonObject {
  const [first = '', second] = place.split('/');
  const metadata = second === undefined ? { name: first } : { namespace: first, name: second };
  return { apiVersion, kind, metadata, ...fields };
}

/** A service with every field of its `spec` but the address, which stands twice. */
export function serviceWith(place: string, clusterIP: string, spec: JsonObject): JsonObject {
  return objectOf('v1', 'Service', place, { spec: { clusterIP, clusterIPs: [clusterIP], ...spec } });
}

/** `service` is `namespace/name`; `null`: the API server answers itself. */
export function apiService(name: string, service: string | null): JsonObject {
  const [namespace = '', called = ''] = service?.split('/') ?? [];
  const spec = service === null ? {} : { service: { namespace, name: called, port: 443 } };
  return objectOf('apiregistration.k8s.io/v1', 'APIService', name, { spec });
}

export function validatingWebhook(name: string, clientConfig: JsonObject, failurePolicy: string): JsonObject {
  const webhooks = [{ name: 'check.example.org', failurePolicy, clientConfig }];
  return objectOf('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', name, { webhooks });
}

export function convertedResource(name: string, clientConfig: JsonObject): JsonObject {
  const conversion = { strategy: 'Webhook', webhook: { clientConfig } };
  return objectOf('apiextensions.k8s.io/v1', 'CustomResourceDefinition', name, { spec: { conversion } });
}

export function clusterInformation(clusterType: string): JsonObject {
  return objectOf('projectcalico.org/v3', 'ClusterInformation', 'default', { spec: { clusterType } });
}

export function bgpPeer(name: string, spec: JsonObject): JsonObject {
  return objectOf('projectcalico.org/v3', 'BGPPeer', name, { spec });
}

export function bgpConfiguration(spec: JsonObject): JsonObject {
  return objectOf('projectcalico.org/v3', 'BGPConfiguration', 'default', { spec });
}

/** One path that leads to port `number` of a service. */
export function ingress(place: string, service: string, number: number): JsonObject {
  const paths = [{ path: '/', backend: { service: { name: service, port: { number } } } }];
  return objectOf('networking.k8s.io/v1', 'Ingress', place, { spec: { rules: [{ http: { paths } }] } });
}

export function persistentVolume(name: string, spec: JsonObject): JsonObject {
  return objectOf('v1', 'PersistentVolume', name, { spec });
}

/** What kubelets tell of their systems. */
export function nodeRunning(name: string, address: string, nodeInfo: JsonObject, labels = {}): JsonObject {
  const node = clusterNode(name, address, {}, labels);
  return { ...node, status: { addresses: [{ type: 'InternalIP', address }], nodeInfo } };
}

export function cloudNode(name: string, address: string, providerID: string): JsonObject {
  return { ...clusterNode(name, address), spec: { providerID } };
}
