import { objectAt, readText } from '../../load/fields';
import type { JsonObject } from '../../model/json';
import { PROTOCOL } from '../../model/traffic';
import { parseAddresses } from '../../net/address';
import { pathSomewhere, pathTo, pathWithin } from '../find-path';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import {
  NO_NODE,
  anywhere,
  everyNode,
  lacking,
  nodeGroup,
  podGroup,
  podsCalled,
  serverGroup,
  untold,
} from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';
import { networkGroup } from './login-rows';

const tcp = (port: number) => ({ protocol: PROTOCOL.tcp, port });
const METADATA = '169.254.169.254';
const CLOUD = /^(?:aws|gce|azure|openstack|digitalocean|ibm|oci|alicloud|hcloud|linode|vultr|scaleway):/;

/** What nodes and pods need to be who they are, and what manages them from elsewhere. */
export const MANAGEMENT_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L27',
    theme: 'management',
    title: 'Cloud metadata from a node',
    protects: 'Kubelet, cloud controllers and drivers read here who the node is and what it may do.',
    ports: 'tcp 80 at 169.254.169.254',
    letters: ['B'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const nodes = facts.cluster.nodes.filter(({ resource }) =>
        CLOUD.test(readText(objectAt(resource.body, 'spec'), 'providerID') ?? ''),
      );
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      if (nodes.length === 0) return untold('no Node of the snapshot names a cloud as its provider');
      return [pathTo(facts, nodeGroup(facts, nodes), addressGroup(METADATA), tcp(80))];
    },
  },
  {
    id: 'L28',
    theme: 'management',
    title: 'Workload identity from pods',
    protects: 'Pods that cannot prove who they are lose the services of the cloud.',
    ports: 'tcp 80 at 169.254.170.23, or the port of the agent on the node',
    letters: ['E'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const found = IDENTITY_AGENTS.flatMap((agent) => toIdentityAgent(facts, agent));
      const why = 'no identity agent is in the snapshot; where pods need 169.254.169.254, add a row of your own';
      return found.length > 0 ? found : untold(why);
    },
  },
  {
    id: 'L38',
    theme: 'management',
    title: 'Ports of the distribution',
    protects: 'New nodes join, and its own tools reach the nodes, by ports of the distribution.',
    ports: 'tcp 9345 (RKE2), 50000 and 50001 (Talos), 22623 (OpenShift), 25000 and 19001 (MicroK8s)',
    letters: ['A', 'B'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const control = nodeGroup(
        facts,
        facts.cluster.nodes.filter(({ controlPlane }) => controlPlane),
      );
      const found = DISTRIBUTIONS.filter(({ mark }) =>
        facts.cluster.nodes.some(({ resource }) => mark.test(describe(resource.body, resource.labels))),
      )
        .flatMap(({ fromAdmins, ports }) =>
          ports.flatMap((port) =>
            fromAdmins
              ? facts.adminCidrs.map((cidr) => pathTo(facts, networkGroup(facts, cidr), everyNode(facts), tcp(port)))
              : [pathTo(facts, everyNode(facts), control, tcp(port))],
          ),
        )
        .filter(({ connections }) => connections.length > 0);
      return found.length > 0
        ? found
        : untold('no Node of the snapshot says that it is RKE2, Talos, OpenShift or MicroK8s');
    },
  },
  {
    id: 'L39',
    theme: 'management',
    title: 'Management agents of a node',
    protects: 'They are the way in when SSH is not.',
    ports: 'tcp 443, tcp 3022 to 3025, udp 41641',
    letters: ['B'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const found = AGENTS.flatMap(({ names, sent }) => {
        const pods = podsCalled(facts, names);
        return sent.flatMap((one) =>
          pods.length === 0
            ? []
            : [pathSomewhere(facts, podGroup(names[0], pods), anywhere(facts, 'its servers'), one)],
        );
      });
      return found.length > 0
        ? found
        : untold('agents of the host itself stand in no snapshot; if there is one, add a row of your own');
    },
  },
  {
    id: 'L41',
    theme: 'management',
    title: 'Calico’s own pods',
    protects: 'Flow logs come from Goldmane, and endpoints and labels are kept by kube-controllers.',
    ports: 'tcp 7443 (Goldmane), the port of the API server',
    letters: ['D', 'F', 'H'],
    failsafe: 'not covered; the operator’s own tier usually allows it',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const called = (label: string, name: string) => podGroup(label, podsCalled(facts, [name]));
      const target = called('Goldmane', 'goldmane');
      const [server] = facts.servers;
      const found = [
        pathTo(facts, everyNode(facts), target, tcp(7443)),
        pathTo(facts, called('Whisker', 'whisker'), target, tcp(7443)),
        pathTo(
          facts,
          called('calico-kube-controllers', 'calico-kube-controllers'),
          serverGroup(facts),
          tcp(server?.port ?? 0),
        ),
      ].filter(({ connections }) => connections.length > 0);
      return found.length > 0
        ? found
        : lacking(facts, 'pod of Calico’s own', 'kubectl get pods -n calico-system -o yaml');
    },
  },
];

interface IdentityAgent {
  readonly names: readonly [string, ...string[]];
  /** `''`: it listens on the address of its node. */
  readonly address: string;
  readonly port: number;
}

const IDENTITY_AGENTS: readonly IdentityAgent[] = [
  { names: ['eks-pod-identity-agent'], address: '169.254.170.23', port: 80 },
  { names: ['kiam', 'kiam-agent'], address: '', port: 8181 },
  { names: ['kube2iam'], address: '', port: 8181 },
  { names: ['nmi', 'aad-pod-identity'], address: '', port: 2579 },
  { names: ['gke-metadata-server'], address: '169.254.169.252', port: 988 },
];

function toIdentityAgent(facts: LockoutFacts, { names, address, port }: IdentityAgent): readonly FoundPath[] {
  const local = parseAddresses([address]);
  const nodes = podsCalled(facts, names).flatMap(({ ends }) => ends.filter((end) => end.tag === 'node'));
  const ends = local.length === 0 ? nodes : nodes.flatMap((end) => local.map((own) => ({ ...end, address: own })));
  const to: EndGroup = { label: `${names[0]} on their node`, ends };
  return facts.namespaces
    .map((pods) => pathWithin(facts, pods, to, tcp(port)))
    .filter(({ connections }) => connections.length > 0);
}

const DISTRIBUTIONS = [
  { mark: /\+rke2/, fromAdmins: false, ports: [9345] },
  { mark: /Talos/, fromAdmins: true, ports: [50_000, 50_001] },
  { mark: /Red Hat Enterprise Linux CoreOS|node\.openshift\.io/, fromAdmins: false, ports: [22_623] },
  { mark: /microk8s\.io\/cluster/, fromAdmins: false, ports: [25_000, 19_001] },
] as const;

/** What a Node says of its system and its kubelet. */
function describe(body: JsonObject, labels: Readonly<Record<string, string>>): string {
  const info = objectAt(body, 'status', 'nodeInfo');
  return [readText(info, 'kubeletVersion'), readText(info, 'osImage'), ...Object.keys(labels)].join(' ');
}

const AGENTS = [
  { names: ['ssm-agent', 'amazon-ssm-agent'], sent: [tcp(443)] },
  { names: ['teleport', 'teleport-agent', 'teleport-kube-agent'], sent: [tcp(443), tcp(3022), tcp(3024), tcp(3025)] },
  { names: ['tailscale'], sent: [tcp(443), { protocol: PROTOCOL.udp, port: 41_641 }] },
] as const;

function addressGroup(text: string): EndGroup {
  return { label: text, ends: parseAddresses([text]).map((address) => ({ tag: 'outside', address })) };
}
