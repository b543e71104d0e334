import { objectAt, readNumber, readObject, readObjectList, readText } from '../../load/fields';
import type { JsonObject } from '../../model/json';
import type { Resource } from '../../model/resource';
import { PROTOCOL } from '../../model/traffic';
import { connectEnds } from '../connect-ends';
import { formatDialled, foundPath, unaskedPath } from '../find-path';
import { dialService } from '../known-services';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import { NO_API_SERVER, lacking, podGroup, podsCalled, serverGroup } from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';

/** A service that the API server calls. */
interface CalledService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  /** A webhook that may fail without anybody noticing. */
  readonly optional: boolean;
}

/** What the API server calls before it answers: while one of these is cut, writes fail, the rollback among them. */
export const CALLED_BY_API_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L11',
    theme: 'api',
    title: 'API services from the API server',
    protects:
      'Policies of projectcalico.org/v3 cannot be written while the API server does not reach calico-apiserver.',
    ports: 'tcp 443, rewritten to 5443, 4443, 10250 or as the service says',
    letters: ['C', 'D', 'G', 'H'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.servers.length === 0) return NO_API_SERVER;
      const services = [...apiServices(facts), ...knownApiServices(facts)];
      if (services.length > 0) return uniqueServices(services).map((service) => callService(facts, service));
      const isListed = facts.cluster.resources.some(({ kind }) => kind === 'APIService');
      if (isListed)
        return { why: 'every APIService of the snapshot is answered by the API server itself', needless: true };
      return lacking(facts, 'APIService', 'kubectl get apiservices -o yaml');
    },
  },
  {
    id: 'L12',
    theme: 'api',
    title: 'Webhooks from the API server',
    protects: 'A webhook that must not fail refuses every write that it does not see, the fix among them.',
    ports: 'tcp 443, rewritten to the target port of the service',
    letters: ['C', 'D', 'G', 'H'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.servers.length === 0) return NO_API_SERVER;
      const { services, urls } = webhooks(facts);
      const found = [
        ...uniqueServices(services).map((service) => callService(facts, service)),
        ...urls.map((url) =>
          unaskedPath(callers(facts).label, url, 'tcp', 'the files do not tell the address of the URL'),
        ),
      ];
      const command = 'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations,crds -o yaml';
      return found.length > 0 ? found : lacking(facts, 'webhook', command);
    },
  },
];

/** With konnectivity it is the agent that dials. */
function callers(facts: LockoutFacts): EndGroup {
  const agents = podsCalled(facts, ['konnectivity-agent']);
  return agents.length === 0 ? serverGroup(facts) : podGroup('konnectivity agents', agents);
}

function callService(facts: LockoutFacts, { namespace, name, port, optional }: CalledService): FoundPath {
  const from = callers(facts);
  const to = `${namespace}/${name}`;
  const service = facts.service(namespace, name);
  const severity = optional ? 'warns' : null;
  if (service === null) {
    return { ...unaskedPath(from.label, to, `tcp ${port}`, `service ${to} is not in the snapshot`), severity };
  }
  const dialled = service.ports.find((candidate) => candidate.protocol === PROTOCOL.tcp && candidate.port === port);
  const targets = dialled === undefined ? [] : dialService(service, dialled);
  const [first] = targets;
  if (first === undefined) {
    return { ...unaskedPath(from.label, to, `tcp ${port}`, `the snapshot has no backend of service ${to}`), severity };
  }
  const connections = targets.flatMap((one) =>
    connectEnds(facts.classes, from.ends, [one.target], { protocol: PROTOCOL.tcp, port: one.port }),
  );
  const traffic = formatDialled({ protocol: PROTOCOL.tcp, port: first.port }, port);
  return { ...foundPath(from.label, to, traffic, connections), severity };
}

/** A service that is called for several reasons is as needed as the strictest of them. */
function uniqueServices(services: readonly CalledService[]): readonly CalledService[] {
  const known = new Map<string, CalledService>();
  for (const service of services) {
    const key = `${service.namespace}/${service.name} ${service.port}`;
    const earlier = known.get(key);
    known.set(key, { ...service, optional: service.optional && (earlier?.optional ?? true) });
  }
  return [...known.values()];
}

function apiServices({ cluster }: LockoutFacts): readonly CalledService[] {
  return cluster.resources
    .filter(({ kind }) => kind === 'APIService')
    .flatMap(({ body }) => serviceOf(objectAt(body, 'spec'), false));
}

/** Known by their names where no APIService is in the files. */
function knownApiServices(facts: LockoutFacts): readonly CalledService[] {
  const names = [
    ['kube-system', 'metrics-server'],
    ['calico-apiserver', 'calico-api'],
    ['calico-system', 'calico-api'],
  ] as const;
  return names
    .filter(([namespace, name]) => facts.service(namespace, name) !== null)
    .map(([namespace, name]) => ({ namespace, name, port: 443, optional: false }));
}

function webhooks({ cluster }: LockoutFacts): {
  readonly services: readonly CalledService[];
  readonly urls: readonly string[];
} {
  const clients = cluster.resources.flatMap((resource) => webhookClients(resource));
  return {
    services: clients.flatMap(({ client, optional }) => serviceOf(client, optional)),
    urls: [...new Set(clients.flatMap(({ client }) => readText(client, 'url') ?? []))],
  };
}

function webhookClients({
  kind,
  body,
}: Resource): readonly { readonly client: JsonObject; readonly optional: boolean }[] {
  if (kind === 'CustomResourceDefinition') {
    const conversion = objectAt(body, 'spec', 'conversion');
    if (readText(conversion, 'strategy') !== 'Webhook') return [];
    const older = objectAt(conversion, 'webhookClientConfig');
    return [{ client: readObject(objectAt(conversion, 'webhook'), 'clientConfig') ?? older, optional: false }];
  }
  if (kind !== 'ValidatingWebhookConfiguration' && kind !== 'MutatingWebhookConfiguration') return [];
  return (readObjectList(body, 'webhooks') ?? []).map((webhook) => ({
    client: objectAt(webhook, 'clientConfig'),
    optional: readText(webhook, 'failurePolicy') === 'Ignore',
  }));
}

function serviceOf(holder: JsonObject, optional: boolean): readonly CalledService[] {
  const service = objectAt(holder, 'service');
  const name = readText(service, 'name');
  if (name === undefined) return [];
  const namespace = readText(service, 'namespace') ?? 'default';
  return [{ namespace, name, port: readNumber(service, 'port') ?? 443, optional }];
}
