import type { FailsafeList, FailsafePort } from '../../cluster/failsafe';
import { DEFAULT_FAILSAFE_INBOUND, DEFAULT_FAILSAFE_OUTBOUND } from '../../cluster/failsafe';
import { felixSettings } from '../../cluster/felix-settings';
import type { HostEndpoint } from '../../cluster/endpoint';
import { decide } from '../../evaluate/decide';
import { CLIENT_PORT } from '../../evaluate/dialled';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Packet } from '../../evaluate/packet';
import type { Address } from '../../net/address';
import { PROTOCOL } from '../../model/traffic';
import { readObjectList } from '../../load/fields';
import type { Evidence } from '../../model/finding';
import type { Resource } from '../../model/resource';
import { formatPrefix } from '../../net/prefix';
import { formatProtocol } from '../../net/protocol';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import { UNKNOWN_HOSTS } from './host-questions';
import type { Detector, SurpriseFacts } from './surprise-facts';

const LISTS = [
  { field: 'failsafeInboundHostPorts', list: 'failsafeInbound', fallback: DEFAULT_FAILSAFE_INBOUND },
  { field: 'failsafeOutboundHostPorts', list: 'failsafeOutbound', fallback: DEFAULT_FAILSAFE_OUTBOUND },
] as const;

/** H5: a list that is given replaces the built-in one as a whole, and a net limits for whom it holds. */
export const failsafeListIsReplaced: Detector = (facts) => {
  const { hosts, felix } = facts.rollout.worlds.final.cluster;
  const nodes = [...new Set(hosts.map(({ node }) => node))].toSorted();
  const lines = LISTS.flatMap(({ field, list, fallback }) => {
    const lacking = nodes.flatMap((node) => {
      const own = felixSettings(felix, node)[list];
      const text = describeLack(own, fallback);
      return text === '' ? [] : [{ node, from: own.from, text }];
    });
    const sources = new Map(lacking.map((one) => [`${one.from} ${one.text}`, one]));
    return [...sources].map(([key, { from, text }]) => ({
      nodes: lacking.filter((one) => `${one.from} ${one.text}` === key).map(({ node }) => node),
      from,
      field,
      text,
    }));
  });
  const evidence = lines.flatMap((line) =>
    configurationsOf(facts, line.from).map((resource): Evidence => {
      const path = resource.kind === 'DaemonSet' ? ['spec', 'template', 'spec', 'containers'] : ['spec', line.field];
      const text = `${describeObject(resource)}: ${line.field} of ${listNames(line.nodes)} ${line.text}`;
      return fieldEvidence(facts, resource, path, text);
    }),
  );
  return proved(
    {
      code: 'H5',
      severity: 'warns',
      title: `Failsafe ports are fewer than usual on ${listNames(lines.flatMap((line) => line.nodes))}.`,
      help: 'A list replaces the built-in one as a whole, an empty one switches it off, and a net limits who is let in: what is missing is closed by the first policy that denies it.',
    },
    evidence,
  );
};

function describeLack(list: FailsafeList, fallback: FailsafeList): string {
  if (list.from === fallback.from || list.doubt !== null) return '';
  if (list.ports.length === 0) return 'is empty';
  const missing = fallback.ports.filter((port) => list.ports.every((own) => !isSamePort(own, port)));
  const limited = list.ports.flatMap((port) => {
    const isUsual = fallback.ports.some((usual) => isSamePort(usual, port));
    return port.net !== null && isUsual && isOnlyLimited(port, list)
      ? [`${portText(port)} to ${formatPrefix(port.net)}`]
      : [];
  });
  return [
    missing.length === 0 ? '' : `lacks ${missing.map(portText).join(', ')}`,
    limited.length === 0 ? '' : `limits ${limited.join(', ')}`,
  ]
    .filter((text) => text !== '')
    .join(' and ');
}

function isSamePort(left: FailsafePort, right: FailsafePort): boolean {
  return left.protocol === right.protocol && left.port === right.port;
}

function isOnlyLimited(port: FailsafePort, list: FailsafeList): boolean {
  return list.ports.every((other) => !isSamePort(other, port) || other.net !== null);
}

function portText({ protocol, port }: FailsafePort): string {
  return `${formatProtocol(protocol)} ${port}`;
}

/** The object that a list comes from, by the name that the settings give it; none where no file holds it. */
function configurationsOf({ rollout }: SurpriseFacts, from: string): readonly Resource[] {
  const { resources } = rollout.worlds.final.cluster;
  const isSource = ({ kind, name }: Resource): boolean =>
    from === 'environment of calico-node'
      ? kind === 'DaemonSet' && name === 'calico-node'
      : kind === 'FelixConfiguration' && from === `FelixConfiguration ${name}`;
  return resources.filter(isSource).slice(0, 1);
}

/** Whether the host endpoint's own policies deny what the host sends there over tcp. */
function isDenied({ programs, peers, matcher }: Evaluation, host: HostEndpoint, to: Address, port: number): boolean {
  const own = host.addresses.find(({ family }) => family === to.family) ?? UNKNOWN_HOSTS[to.family];
  const packet: Packet = {
    family: to.family,
    protocol: PROTOCOL.tcp,
    source: peers.at(own),
    destination: peers.at(to),
    sourcePort: CLIENT_PORT,
    destinationPort: port,
    icmpType: -1,
    icmpCode: -1,
  };
  return decide(programs.programOf(host), 'normal', 'egress', packet, matcher).outcomes.deny;
}

/** H4: the failsafe list knows the API server by its port; on another one it does not help. */
export const apiServerIsNoFailsafe: Detector = (facts) => {
  const { cluster, evaluation } = facts.rollout.worlds.final;
  const members = cluster.services.get('default/kubernetes')?.members ?? [];
  const policed = cluster.hosts.filter((host) => evaluation.programs.programOf(host).tiers.normal.egress.length > 0);
  const uncovered = policed.flatMap((host) => {
    const { ports, doubt } = felixSettings(cluster.felix, host.node).failsafeOutbound;
    if (doubt !== null) return [];
    const missing = members.filter(
      ({ address, port }) =>
        !ports.some((own) => own.protocol === PROTOCOL.tcp && own.port === port) &&
        isDenied(evaluation, host, address, port),
    );
    return missing.map(({ port }) => ({ host: host.name, port }));
  });
  const port = uncovered[0]?.port ?? 0;
  const slices = cluster.resources.filter(
    ({ kind, namespace, name, labels }) =>
      namespace === 'default' &&
      ((kind === 'EndpointSlice' && labels['kubernetes.io/service-name'] === 'kubernetes') ||
        (kind === 'Endpoints' && name === 'kubernetes')),
  );
  const evidence = slices.flatMap((resource) => {
    if (uncovered.length === 0) return [];
    const index = (readObjectList(resource.body, 'ports') ?? []).findIndex((entry) => entry['port'] === port);
    const path = index < 0 ? ['subsets'] : ['ports', index, 'port'];
    const text = `${describeObject(resource)}: port ${port}; no failsafe list of ${listNames(uncovered.map(({ host }) => host))} has tcp ${port}`;
    return [fieldEvidence(facts, resource, path, text)];
  });
  return proved(
    {
      code: 'H4',
      severity: 'warns',
      title: `The API server listens on tcp ${port}, which is no failsafe port: policies on host endpoints close it.`,
      help: 'The built-in list has tcp 6443 only, and failsafe ports never help pods or forwarded traffic: allow the API server with a rule, or add the port to both lists.',
    },
    evidence,
  );
};
