import type { ClusterNode, WorkloadEndpoint } from '../../cluster/endpoint';
import type { ConnectionEnd } from '../../evaluate/connection-end';
import { nodeName } from '../../evaluate/connection-end';
import { objectAt, readNumber, readObjectList, readText } from '../../load/fields';
import type { JsonObject } from '../../model/json';
import type { Resource } from '../../model/resource';
import { PROTOCOL } from '../../model/traffic';
import { parsePrefixes } from '../../net/prefix';
import type { Target } from '../connect-ends';
import { connectEnds } from '../connect-ends';
import { formatDialled, foundPath, pathFromSomewhere } from '../find-path';
import type { KnownPod } from '../known-pods';
import type { KnownService, ServicePort } from '../known-services';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import { NO_NODE, anywhere, everyNode, lacking, nodeEnds, nodeGroup, podGroup, podsCalled } from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';

const SERVICES_COMMAND = 'kubectl get services,endpointslices -A -o yaml';
const PROXY_HEALTH = { protocol: PROTOCOL.tcp, port: 10_256 };

const CONTROLLERS = [
  'ingress-nginx',
  'nginx-ingress',
  'traefik',
  'haproxy-ingress',
  'kubernetes-ingress',
  'contour',
  'envoy',
  'kong',
  'istio-ingressgateway',
  'ambassador',
  'emissary-ingress',
  'router-default',
] as const;

/** How traffic comes into the cluster. */
export const INGRESS_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L31',
    theme: 'ingress',
    title: 'Load balancers to node ports',
    protects: 'A node whose health check fails gets no traffic any more.',
    ports: 'tcp 30000 to 32767, the health check port of the service, tcp 10256',
    letters: ['A', 'G'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const services = facts.services(isOpenOutside).filter((service) => !leadsToController(facts, service));
      const found = [...services.flatMap((service) => toNodePorts(facts, service)), ...healthChecks(facts)];
      return found.length > 0 ? found : lacking(facts, 'NodePort or LoadBalancer service', SERVICES_COMMAND);
    },
  },
  {
    id: 'L32',
    theme: 'ingress',
    title: 'Clients to the ingress controller',
    protects: 'Everything that is published under a name comes in here.',
    ports: 'tcp 80, tcp 443',
    letters: ['A', 'G'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const services = facts.services(isOpenOutside).filter((service) => leadsToController(facts, service));
      const found = [
        ...services.flatMap((service) => toNodePorts(facts, service)),
        ...facts.pods.filter(isOnHostPorts).flatMap((pod) => toHostPorts(facts, pod)),
        ...podsCalled(facts, CONTROLLERS)
          .filter(({ hostNetworked }) => hostNetworked)
          .flatMap((pod) => toHostProcess(facts, pod)),
      ];
      const unique = [...new Map(found.map((path) => [`${path.to} ${path.traffic}`, path])).values()];
      return unique.length > 0
        ? unique
        : lacking(facts, 'ingress controller that is open to the outside', SERVICES_COMMAND);
    },
  },
  {
    id: 'L33',
    theme: 'ingress',
    title: 'Ingress controller to applications',
    protects: 'A controller that does not reach the application answers 502 in its place.',
    ports: 'as the services of Ingress objects say',
    letters: ['H'],
    failsafe: 'not covered: failsafe ports never help pods',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const pods = podsCalled(facts, CONTROLLERS);
      const backends = ingressBackends(facts);
      if (pods.length === 0) return lacking(facts, 'ingress controller', 'kubectl get pods -A -o yaml');
      if (backends.length === 0) return lacking(facts, 'Ingress', 'kubectl get ingresses -A -o yaml');
      return backends.map(({ service, entry, port }) => {
        const sent = { protocol: entry.protocol, port };
        const targets = entry.backends.map(({ end }): Target => ({ end, via: null }));
        const connections = connectEnds(facts.classes, podGroup('', pods).ends, targets, sent);
        return foundPath(
          'ingress controller',
          `${service.namespace}/${service.name}`,
          formatDialled(sent, port),
          connections,
        );
      });
    },
  },
];

function isOpenOutside({ body }: Resource): boolean {
  return ['NodePort', 'LoadBalancer'].includes(readText(objectAt(body, 'spec'), 'type') ?? '');
}

function leadsToController(facts: LockoutFacts, { ports }: KnownService): boolean {
  const ends = new Set(podsCalled(facts, CONTROLLERS).flatMap((pod) => pod.ends.map(identity)));
  return ports.some(({ backends }) => backends.some(({ end }) => ends.has(identity(end))));
}

function identity(end: ConnectionEnd): WorkloadEndpoint | ClusterNode | ConnectionEnd {
  return end.tag === 'pod' ? end.workload : end.tag === 'node' ? end.node : end;
}

function toNodePorts(facts: LockoutFacts, service: KnownService): readonly FoundPath[] {
  return service.ports.flatMap((entry) => {
    const [first] = entry.backends;
    if (entry.nodePort === 0 || first === undefined) return [];
    const sent = { protocol: entry.protocol, port: first.port };
    const from = clientsOf(facts, service, entry);
    const targets = entryNodes(facts, service, entry);
    const connections = connectEnds(facts.classes, from.ends, targets, sent);
    const traffic = formatDialled(sent, entry.nodePort);
    const path = foundPath(from.label, `${service.namespace}/${service.name} by its node port`, traffic, connections);
    return connections.length === 0
      ? []
      : [service.sourceRanges.length > 0 ? path : { ...path, somewhere: 'from' as const }];
  });
}

/** Who may come: whom the service names, or anybody. */
function clientsOf(facts: LockoutFacts, { sourceRanges }: KnownService, { backends }: ServicePort): EndGroup {
  if (sourceRanges.length > 0) {
    const ends = parsePrefixes(sourceRanges).flatMap((prefix) => facts.classes.network(prefix));
    return { label: sourceRanges.join(', '), ends };
  }
  const pods = backends.flatMap(({ end }) => (end.tag === 'pod' ? [end.workload] : []));
  return { label: 'clients, wherever they are', ends: facts.elsewhereFor(pods) };
}

/** Any node takes the packet in; with externalTrafficPolicy Local the node of the backend alone. */
function entryNodes(facts: LockoutFacts, { localTraffic }: KnownService, entry: ServicePort): readonly Target[] {
  return entry.backends.flatMap(({ end }) => {
    const own = nodeName(end);
    return facts.cluster.nodes
      .filter(({ name }) => !localTraffic || name === own || own === '')
      .flatMap(({ name, addresses }) =>
        addresses.map((address): Target => ({ end, via: { address, port: entry.nodePort, node: name } })),
      );
  });
}

function healthChecks(facts: LockoutFacts): readonly FoundPath[] {
  const balanced = facts.services(({ body }) => readText(objectAt(body, 'spec'), 'type') === 'LoadBalancer');
  if (balanced.length === 0) return [];
  const checkers = anywhere(facts, 'health checkers');
  const nodes = everyNode(facts);
  return [
    pathFromSomewhere(facts, checkers, { ...nodes, label: `kube-proxy of ${nodes.label}` }, PROXY_HEALTH),
    ...balanced
      .filter(({ healthCheckNodePort }) => healthCheckNodePort > 0)
      .map(({ namespace, name, healthCheckNodePort }) => {
        const to = { ...nodes, label: `health check of ${namespace}/${name}` };
        return pathFromSomewhere(facts, checkers, to, { protocol: PROTOCOL.tcp, port: healthCheckNodePort });
      }),
  ];
}

function isOnHostPorts({ hostNetworked, ports, ends }: KnownPod): boolean {
  return !hostNetworked && ends.length > 0 && ports.some(({ hostPort }) => hostPort > 0);
}

/** The port of the node is rewritten to that of the pod. */
function toHostPorts(facts: LockoutFacts, pod: KnownPod): readonly FoundPath[] {
  const ends = pod.ends.filter((end) => end.tag === 'pod');
  const from: EndGroup = {
    label: 'clients, wherever they are',
    ends: facts.elsewhereFor(ends.map(({ workload }) => workload)),
  };
  return pod.ports
    .filter(({ hostPort }) => hostPort > 0)
    .flatMap(({ protocol, port, hostPort }) => {
      const sent = { protocol, port };
      const targets = ends.flatMap((end) =>
        facts.cluster.nodes
          .filter(({ name }) => name === end.workload.node)
          .flatMap(({ name, addresses }) =>
            addresses.map((address): Target => ({ end, via: { address, port: hostPort, node: name } })),
          ),
      );
      const connections = connectEnds(facts.classes, from.ends, targets, sent);
      const to = `${pod.namespace}/${pod.owner} by its host port`;
      const path = foundPath(from.label, to, formatDialled(sent, hostPort), connections);
      return connections.length === 0 ? [] : [{ ...path, somewhere: 'from' as const }];
    });
}

/** Where a controller listens that declares no port: a process of the host need not. */
const USUAL_PORTS = [
  { protocol: PROTOCOL.tcp, port: 80 },
  { protocol: PROTOCOL.tcp, port: 443 },
] as const;

function toHostProcess(facts: LockoutFacts, pod: KnownPod): readonly FoundPath[] {
  const names = new Set(pod.ends.map(nodeName));
  const nodes = facts.cluster.nodes.filter(({ name }) => names.has(name));
  const to: EndGroup = {
    label: `${pod.namespace}/${pod.name} on ${nodeGroup(facts, nodes).label}`,
    ends: nodes.flatMap(nodeEnds),
  };
  const ports = pod.ports.length === 0 ? USUAL_PORTS : pod.ports;
  return ports.map(({ protocol, port }) =>
    pathFromSomewhere(facts, anywhere(facts, 'clients'), to, { protocol, port }),
  );
}

interface IngressBackend {
  readonly service: KnownService;
  readonly entry: ServicePort;
  /** On which the first backend listens. */
  readonly port: number;
}

/** Services that Ingress objects name, each port once. */
function ingressBackends(facts: LockoutFacts): readonly IngressBackend[] {
  const named = facts.cluster.resources
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ namespace, body }) => {
      const spec = objectAt(body, 'spec');
      const rules = readObjectList(spec, 'rules') ?? [];
      const paths = rules.flatMap((rule) => readObjectList(objectAt(rule, 'http'), 'paths') ?? []);
      const backends = [objectAt(spec, 'defaultBackend'), ...paths.map((path) => objectAt(path, 'backend'))];
      return backends.map((backend) => ({ namespace, service: objectAt(backend, 'service') }));
    });
  const found = named.flatMap(({ namespace, service: reference }): readonly IngressBackend[] => {
    const service = facts.service(namespace, readText(reference, 'name') ?? '');
    const entry = service?.ports.find((candidate) => isNamedBy(objectAt(reference, 'port'), candidate));
    const [first] = entry?.backends ?? [];
    return service === null || entry === undefined || first === undefined ? [] : [{ service, entry, port: first.port }];
  });
  return [
    ...new Map(found.map((one) => [`${one.service.namespace}/${one.service.name} ${one.entry.port}`, one])).values(),
  ];
}

/** By its number or by its name, one of which an Ingress has to give. */
function isNamedBy(reference: JsonObject, { name, port }: ServicePort): boolean {
  return readNumber(reference, 'number') === port || readText(reference, 'name') === name;
}
