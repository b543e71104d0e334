import type { BenchSize } from './bench-size';
import type { InventedNamespace, InventedWorkload } from './invent-workloads';
import type { KubernetesObject } from './kubernetes-object';
import { calicoObject, coreObject } from './kubernetes-object';
import type { SeededRandom } from './seeded-random';

const SHORT_NAMES = 'bcdfghjklmnpqrstvwxz2456789';

/** Objects of the cluster by the file they are captured into, policies left out. */
export function clusterObjects(
  size: BenchSize,
  namespaces: readonly InventedNamespace[],
  workloads: readonly InventedWorkload[],
  random: SeededRandom,
): Readonly<Record<string, readonly KubernetesObject[]>> {
  const nodes = Array.from({ length: size.nodes }, (_, index) => `node-${index + 1}`);
  const placed = placePods(workloads, nodes, random);
  return {
    namespaces: namespaces.map(({ name, labels }) => coreObject('Namespace', { name, labels })),
    nodes: nodes.map(nodeObject),
    pods: placed.map(podObject),
    serviceaccounts: serviceAccounts(namespaces, workloads),
    services: workloads.flatMap(serviceObject),
    endpointslices: [apiServerSlice(), ...workloads.map((workload) => sliceObject(workload, placed))],
    'calico-settings': settings(),
    'calico-hostendpoints': nodes.map(hostEndpointObject),
    'calico-networksets': networkSets(namespaces, random),
  };
}

interface PlacedPod {
  readonly workload: InventedWorkload;
  readonly name: string;
  readonly node: string;
  readonly address: string;
  readonly hash: string;
}

function placePods(
  workloads: readonly InventedWorkload[],
  nodes: readonly string[],
  random: SeededRandom,
): readonly PlacedPod[] {
  let count = 0;
  return workloads.flatMap((workload) => {
    const hash = shortName(random, 9);
    return Array.from({ length: workload.replicas }, (): PlacedPod => {
      const nodeIndex = count % nodes.length;
      const slot = Math.floor(count / nodes.length);
      count += 1;
      return {
        workload,
        name: `${workload.name}-${hash}-${shortName(random, 5)}`,
        node: nodes[nodeIndex] ?? '',
        address: `10.128.${nodeIndex}.${slot + 2}`,
        hash,
      };
    });
  });
}

function shortName(random: SeededRandom, length: number): string {
  return Array.from({ length }, () => SHORT_NAMES[random.below(SHORT_NAMES.length)]).join('');
}

/** The fields that take most of the room in what `kubectl get pods -o yaml` prints, whether or not policies look at them. */
function podObject({ workload, name, node, address, hash }: PlacedPod): KubernetesObject {
  return coreObject(
    'Pod',
    {
      name,
      namespace: workload.namespace,
      labels: { ...workload.labels, 'pod-template-hash': hash },
      annotations: { 'cni.projectcalico.org/podIP': `${address}/32`, 'cni.projectcalico.org/podIPs': `${address}/32` },
      creationTimestamp: '2026-09-01T08:00:00Z',
      generateName: `${workload.name}-${hash}-`,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${workload.name}-${hash}`,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    {
      spec: {
        containers: [
          {
            name: workload.name,
            image: `registry.example/${workload.namespace}/${workload.name}:1.4.2`,
            imagePullPolicy: 'IfNotPresent',
            env: [{ name: 'LOG_LEVEL', value: 'info' }],
            ports: workload.ports.map(({ name: portName, port, protocol }) => ({
              name: portName,
              containerPort: port,
              protocol,
            })),
            resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
            volumeMounts: [
              { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: 'api-access', readOnly: true },
            ],
          },
        ],
        dnsPolicy: 'ClusterFirst',
        nodeName: node,
        restartPolicy: 'Always',
        serviceAccountName: workload.account,
        tolerations: [
          { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists', tolerationSeconds: 300 },
        ],
      },
      status: {
        conditions: ['PodScheduled', 'Initialized', 'Ready'].map((type) => ({
          lastTransitionTime: '2026-09-01T08:00:05Z',
          status: 'True',
          type,
        })),
        phase: 'Running',
        podIP: address,
        podIPs: [{ ip: address }],
        qosClass: 'Burstable',
      },
    },
  );
}

function nodeAddress(index: number): string {
  return `10.20.${Math.floor(index / 200)}.${(index % 200) + 10}`;
}

function nodeLabels(name: string, index: number): Readonly<Record<string, string>> {
  const own = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' };
  return index === 0 ? { ...own, 'node-role.kubernetes.io/control-plane': '' } : own;
}

function nodeObject(name: string, index: number): KubernetesObject {
  return coreObject(
    'Node',
    {
      name,
      labels: nodeLabels(name, index),
      annotations: { 'projectcalico.org/IPv4Address': `${nodeAddress(index)}/16` },
    },
    {
      spec: { podCIDR: `10.128.${index}.0/24`, podCIDRs: [`10.128.${index}.0/24`] },
      status: {
        addresses: [
          { type: 'InternalIP', address: nodeAddress(index) },
          { type: 'Hostname', address: name },
        ],
      },
    },
  );
}

/** As calico-kube-controllers creates them. */
function hostEndpointObject(node: string, index: number): KubernetesObject {
  return calicoObject(
    'HostEndpoint',
    {
      name: `${node}-auto-hep`,
      labels: { ...nodeLabels(node, index), 'projectcalico.org/created-by': 'calico-kube-controllers' },
    },
    { node, interfaceName: '*', expectedIPs: [nodeAddress(index)], profiles: ['projectcalico-default-allow'] },
  );
}

function serviceAccounts(
  namespaces: readonly InventedNamespace[],
  workloads: readonly InventedWorkload[],
): readonly KubernetesObject[] {
  const own = workloads.filter(({ account }) => account !== 'default');
  return [
    ...namespaces.map(({ name }) => coreObject('ServiceAccount', { name: 'default', namespace: name })),
    ...own.map(({ account, namespace, labels }) => coreObject('ServiceAccount', { name: account, namespace, labels })),
  ];
}

function serviceName(workload: InventedWorkload): string {
  return workload.name === 'coredns' ? 'kube-dns' : workload.name;
}

function serviceObject(workload: InventedWorkload): readonly KubernetesObject[] {
  const ports = workload.ports.map(({ name, protocol, port }) => ({ name, protocol, port, targetPort: name }));
  const metadata = { name: serviceName(workload), namespace: workload.namespace };
  return [coreObject('Service', metadata, { spec: { type: 'ClusterIP', selector: workload.labels, ports } })];
}

function sliceObject(workload: InventedWorkload, placed: readonly PlacedPod[]): KubernetesObject {
  const service = serviceName(workload);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-x7k2p`,
      namespace: workload.namespace,
      labels: { 'kubernetes.io/service-name': service },
    },
    addressType: 'IPv4',
    endpoints: placed
      .filter((pod) => pod.workload === workload)
      .map((pod) => ({ addresses: [pod.address], nodeName: pod.node, conditions: { ready: true } })),
    ports: workload.ports.map(({ name, protocol, port }) => ({ name, protocol, port })),
  };
}

function apiServerSlice(): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [nodeAddress(0)], conditions: { ready: true } }],
    ports: [{ name: 'https', protocol: 'TCP', port: 6443 }],
  };
}

function settings(): readonly KubernetesObject[] {
  const tier = (name: string, order: number, defaultAction: string) =>
    calicoObject('Tier', { name }, { order, defaultAction });
  return [
    tier('security', 50, 'Pass'),
    tier('platform', 100, 'Pass'),
    tier('kube-admin', 1_000, 'Pass'),
    tier('default', 1_000_000, 'Deny'),
    tier('kube-baseline', 10_000_000, 'Pass'),
    calicoObject(
      'IPPool',
      { name: 'default-ipv4-ippool' },
      { cidr: '10.128.0.0/14', ipipMode: 'Never', vxlanMode: 'Never', natOutgoing: true },
    ),
    calicoObject('ClusterInformation', { name: 'default' }, { calicoVersion: 'v3.32.1', datastoreReady: true }),
    calicoObject('FelixConfiguration', { name: 'default' }, { bpfEnabled: false, nftablesMode: 'Disabled' }),
  ];
}

/** Offices and partners for the whole cluster, and what every third namespace calls outside. */
function networkSets(namespaces: readonly InventedNamespace[], random: SeededRandom): readonly KubernetesObject[] {
  const nets = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}.${index * 4}.0/22`);
  const global = (name: string, labels: Readonly<Record<string, string>>, list: readonly string[]) =>
    calicoObject('GlobalNetworkSet', { name, labels }, { nets: list });
  return [
    global('offices', { kind: 'office' }, nets('172.20', 12)),
    global('partners', { kind: 'partner' }, nets('192.168', 20)),
    global('threats', { threat: 'known' }, nets('198.18', 40)),
    ...namespaces
      .filter((_, index) => index % 3 === 1)
      .map(({ name }) =>
        calicoObject(
          'NetworkSet',
          { name: 'vendors', namespace: name, labels: { kind: 'vendor' } },
          { nets: [`203.0.${random.below(100)}.0/24`, `100.64.${random.below(250)}.8/29`] },
        ),
      ),
  ];
}
