import type { JsonObject } from '../../../../main/engine/model/json';
import { felix, globalNetworkSet, namespace, pod, pool, service } from '../evaluate/manifests';
import {
  apiService,
  clusterInformation,
  cloudNode,
  ingress,
  nodeRunning,
  persistentVolume,
  serviceWith,
  validatingWebhook,
} from './cluster-objects';
import { TWO_NODES, hostPod } from './resolve-row';

function podCalled(name: string, address: string, app = name): JsonObject {
  return pod(`kube-system/${name}`, address, { node: 'worker', labels: { 'k8s-app': app } });
}

/** A cluster in which every row of the catalogue has somebody. Nodes have no failsafe ports. */
export const FULL_CLUSTER: readonly JsonObject[] = [
  ...TWO_NODES.filter(({ kind }) => kind !== 'FelixConfiguration'),
  felix({
    defaultEndpointToHostAction: 'Accept',
    failsafeInboundHostPorts: [],
    failsafeOutboundHostPorts: [],
  }),
  clusterInformation('typha,kdd,k8s,bgp'),
  pool('10.0.0.0/16', { vxlanMode: 'Always' }),
  namespace('calico-apiserver'),
  cloudNode('bastion-1', '192.168.0.3', 'aws:///eu-west-1a/i-0abc'),
  nodeRunning('rke', '192.168.0.4', { kubeletVersion: 'v1.30.1+rke2r1' }),
  globalNetworkSet('ldap', ['198.51.100.9/32']),
  service('default/kubernetes', '10.96.0.1', 443),
  pod('kube-system/dns', '10.0.1.1', { node: 'cp', labels: { 'k8s-app': 'kube-dns' } }),
  podCalled('metrics-server', '10.0.1.2'),
  podCalled('konnectivity-agent', '10.0.1.3'),
  podCalled('goldmane', '10.0.1.4'),
  podCalled('prometheus', '10.0.1.5'),
  podCalled('ingress-nginx', '10.0.1.6'),
  hostPod('kube-system/typha', 'rke', 'calico-typha', [5473]),
  hostPod('kube-system/cache', 'worker', 'node-local-dns'),
  hostPod('kube-system/flannel', 'worker', 'flannel'),
  hostPod('kube-system/haproxy', 'cp', 'haproxy'),
  hostPod('kube-system/identity', 'worker', 'eks-pod-identity-agent'),
  hostPod('kube-system/tailscale', 'worker', 'tailscale'),
  pod('calico-apiserver/api', '10.0.1.7', { node: 'worker', labels: { apiserver: 'true' } }),
  serviceWith('calico-apiserver/calico-api', '10.96.0.5', {
    ports: [{ port: 443, protocol: 'TCP', targetPort: 5443 }],
    selector: { apiserver: 'true' },
  }),
  apiService('v3.projectcalico.org', 'calico-apiserver/calico-api'),
  validatingWebhook('strict', { service: { namespace: 'calico-apiserver', name: 'calico-api' } }, 'Fail'),
  persistentVolume('nfs', { nfs: { server: '198.51.100.20', path: '/exports' } }),
  serviceWith('kube-system/ingress', '10.96.0.30', {
    type: 'NodePort',
    ports: [{ port: 443, protocol: 'TCP', targetPort: 8443, nodePort: 30_443 }],
    selector: { 'k8s-app': 'ingress-nginx' },
  }),
  serviceWith('prod/web', '10.96.0.20', {
    type: 'NodePort',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30_080 }],
    selector: { app: 'web' },
  }),
  ingress('prod/web', 'web', 80),
];
