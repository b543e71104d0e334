/** Random policies of every kind with every feature of a rule. Label names and values are tokens that a law can rename. */
import fc from 'fast-check';
import type { JsonObject } from '../../main/engine/model/json';
import {
  clusterPolicy,
  globalPolicy,
  kubernetesPolicy,
  networkPolicy,
  stagedGlobalPolicy,
  stagedKubernetesPolicy,
  stagedPolicy,
} from '../main/engine/evaluate/manifests';

export const NAMESPACES = ['alpha', 'beta'] as const;
const LABEL_NAMES = ['key-a', 'key-b', 'key-c'] as const;
const LABEL_VALUES = ['value-a', 'value-b'] as const;
export const ACCOUNTS = ['default', 'robot'] as const;
const PORT_NAMES = ['web', 'dns', 'signal'] as const;
export const NETS = [
  '10.0.0.0/8',
  '10.0.0.0/24',
  '10.0.1.0/26',
  '10.0.0.0/31',
  '10.0.1.2/32',
  '0.0.0.0/0',
  '10.9.0.0/16',
] as const;
const TIERS = ['default', 'early', 'late', 'nowhere'] as const;

export interface PolicyOptions {
  /** Policies on host endpoints' untracked, preDNAT and forward lists. */
  readonly hooks: boolean;
  /** No protocol that only one IP version has. */
  readonly eitherFamily: boolean;
}

const name = fc.constantFrom(...LABEL_NAMES);
const value = fc.constantFrom(...LABEL_VALUES);
export const labels = fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true });

function optional(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonObject> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<JsonObject>;
}

const test = fc.oneof(
  fc.constant('all()'),
  name.map((key) => `has(${key})`),
  fc
    .tuple(name, fc.constantFrom('==', '!=', 'contains', 'starts with', 'ends with'), value)
    .map(([key, word, text]) => `${key} ${word} '${text}'`),
  fc
    .tuple(name, fc.constantFrom('in', 'not in'), fc.subarray([...LABEL_VALUES], { minLength: 1 }))
    .map(([key, word, texts]) => `${key} ${word} {${texts.map((text) => `'${text}'`).join(', ')}}`),
);
const selector = fc.oneof(
  { weight: 4, arbitrary: test },
  { weight: 1, arbitrary: test.map((inner) => `!(${inner})`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(test, fc.constantFrom('&&', '||'), test)
      .map(([left, word, right]) => `${left} ${word} ${right}`),
  },
);
const namespaceSelector = fc.oneof(
  selector,
  fc.constant('global()'),
  fc.constantFrom(...NAMESPACES).map((namespace) => `projectcalico.org/name == '${namespace}'`),
);
const nets = fc.uniqueArray(fc.constantFrom<string>(...NETS), { minLength: 1, maxLength: 2 });
const port = fc.constantFrom<number | string>(80, 443, 8080, '70:90', '8000:9000', '60000:65535', ...PORT_NAMES);
const ports = fc.array(port, { minLength: 1, maxLength: 3 });
const account = optional({
  names: fc.subarray([...ACCOUNTS], { minLength: 1 }),
  selector,
});

function entity(withPorts: boolean): fc.Arbitrary<JsonObject> {
  const addresses = {
    selector,
    notSelector: selector,
    namespaceSelector,
    nets,
    notNets: nets,
    serviceAccounts: account,
    services: fc.record({ name: fc.constant('store'), namespace: fc.constantFrom(...NAMESPACES) }),
  };
  const few = fc.uniqueArray(fc.constantFrom(...Object.keys(addresses), 'ports', 'notPorts'), { maxLength: 3 });
  const all = optional({ ...addresses, ...(withPorts ? { ports, notPorts: ports } : {}) });
  return fc
    .tuple(few, all)
    .map(([kept, fields]) => Object.fromEntries(Object.entries(fields).filter(([key]) => kept.includes(key))));
}

const types = fc.constantFrom(0, 3, 8, 128);
const icmp = fc.oneof(fc.record({ type: types }), fc.record({ type: types, code: fc.constantFrom(0, 1, 4) }));

function protocolFields({ eitherFamily }: PolicyOptions): fc.Arbitrary<readonly [JsonObject, boolean]> {
  const ported = fc.constantFrom<string | number>('TCP', 'UDP', 'SCTP', 6, 17, 132);
  const portless = fc.constantFrom<string | number>('UDPLite', 1, 58, 89);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([{}, false] as const) },
    { weight: 4, arbitrary: ported.map((protocol) => [{ protocol }, true] as const) },
    fc
      .tuple(portless, fc.option(icmp, { nil: null }))
      .map(([protocol, fields]) =>
        fields === null ? ([{ protocol }, false] as const) : ([{ protocol, icmp: fields }, false] as const),
      ),
    fc.oneof(ported, portless).map((notProtocol) => [{ notProtocol }, false] as const),
    icmp.map((notICMP) => [{ notICMP }, false] as const),
    ...(eitherFamily ? [] : [fc.constantFrom('ICMP', 'ICMPv6').map((protocol) => [{ protocol }, false] as const)]),
  );
}

function rule(options: PolicyOptions): fc.Arbitrary<JsonObject> {
  return protocolFields(options).chain(([protocol, ported]) =>
    fc
      .record({
        action: fc.constantFrom('Allow', 'Allow', 'Deny', 'Pass', 'Log'),
        version: fc.constantFrom<JsonObject>({}, {}, {}, {}, { ipVersion: 4 }, { ipVersion: 6 }),
        source: entity(ported),
        destination: entity(ported),
        http: fc.boolean(),
      })
      .map(({ action, version, source, destination, http }) => ({
        action,
        ...version,
        ...protocol,
        source,
        destination,
        ...(http && action === 'Allow' && protocol['protocol'] === 'TCP' ? { http: { methods: ['GET'] } } : {}),
      })),
  );
}

function calicoSpec(options: PolicyOptions): fc.Arbitrary<JsonObject> {
  const rules = fc.array(rule(options), { maxLength: 3 });
  return fc
    .record({
      tier: fc.constantFrom(...TIERS),
      order: fc.constantFrom<JsonObject>(
        {},
        { order: -1 },
        { order: 10 },
        { order: 10 },
        { order: 100_000 },
        { order: 200_000 },
      ),
      selector,
      types: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
      ingress: rules,
      egress: rules,
    })
    .map(({ order, ...spec }) => ({ ...spec, ...order }));
}

/** Rules of a profile of a host endpoint. */
export const profileRules = fc.array(rule({ hooks: false, eitherFamily: true }), { maxLength: 3 });

function globalSpec(options: PolicyOptions): fc.Arbitrary<JsonObject> {
  const hook = fc.constantFrom<JsonObject>(
    {},
    ...(options.hooks
      ? [{ applyOnForward: true }, { applyOnForward: true, preDNAT: true }, { applyOnForward: true, doNotTrack: true }]
      : []),
  );
  const scope = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    optional({ namespaceSelector: selector, serviceAccountSelector: selector }),
  );
  return fc
    .tuple(calicoSpec(options), scope, hook)
    .map(([spec, scoped, hooked]) => ({ ...spec, ...scoped, ...hooked }));
}

const podSelector = fc.oneof(
  fc.constant({}),
  fc.dictionary(name, value, { minKeys: 1, maxKeys: 2, noNullPrototype: true }).map((matchLabels) => ({ matchLabels })),
  fc
    .record({
      key: name,
      operator: fc.constantFrom('In', 'NotIn'),
      values: fc.subarray([...LABEL_VALUES], { minLength: 1 }),
    })
    .map((expression) => ({ matchExpressions: [expression] })),
  fc
    .record({ key: name, operator: fc.constantFrom('Exists', 'DoesNotExist') })
    .map((expression) => ({ matchExpressions: [expression] })),
);
const kubernetesPeer = fc.oneof(
  optional({ podSelector, namespaceSelector: podSelector }).filter((peer) => Object.keys(peer).length > 0),
  fc.constantFrom<string>(...NETS).map((cidr) => ({ ipBlock: { cidr } })),
  fc.constant({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/31', '10.0.1.0/26'] } }),
);
const kubernetesPort = fc.constantFrom<JsonObject>(
  { port: 80 },
  { port: 8080, protocol: 'TCP' },
  { port: 53, protocol: 'UDP' },
  { port: 'web', protocol: 'TCP' },
  { port: 8000, endPort: 9000, protocol: 'TCP' },
  { protocol: 'SCTP' },
);

function kubernetesRules(direction: 'from' | 'to'): fc.Arbitrary<readonly JsonObject[]> {
  return fc.array(
    optional({
      [direction]: fc.array(kubernetesPeer, { maxLength: 2 }),
      ports: fc.array(kubernetesPort, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  );
}

const kubernetesSpec = fc.record({
  podSelector,
  policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
  ingress: kubernetesRules('from'),
  egress: kubernetesRules('to'),
});

const clusterSpec = fc.record({
  tier: fc.constantFrom('Admin', 'Baseline'),
  priority: fc.constantFrom(1, 1000),
  subject: fc.oneof(
    podSelector.map((namespaces) => ({ namespaces })),
    fc.record({ podSelector, namespaceSelector: podSelector }).map((pods) => ({ pods })),
  ),
  ingress: fc.array(
    fc.record({
      action: fc.constantFrom('Accept', 'Deny', 'Pass'),
      from: fc.array(
        podSelector.map((namespaces) => ({ namespaces })),
        { minLength: 1, maxLength: 2 },
      ),
      protocols: fc.constantFrom<readonly JsonObject[]>(
        [],
        [{ tcp: { destinationPort: { number: 80 } } }],
        [{ destinationNamedPort: 'web' }],
      ),
    }),
    { maxLength: 2 },
  ),
});

const objectName = fc.constantFrom('aa', 'aa-b', 'aa.b', 'mm', 'zzz-last');
const place = fc.tuple(fc.constantFrom(...NAMESPACES), objectName).map(([namespace, own]) => `${namespace}/${own}`);

/** Policies in force. */
export function enforcedPolicy(options: PolicyOptions): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(objectName, globalSpec(options)).map(([own, spec]) => globalPolicy(own, spec)) },
    { weight: 3, arbitrary: fc.tuple(place, calicoSpec(options)).map(([own, spec]) => networkPolicy(own, spec)) },
    {
      weight: 2,
      arbitrary: fc.tuple(place, kubernetesSpec).map(([own, spec]) => kubernetesPolicy(own, spec as JsonObject)),
    },
    fc.tuple(objectName, clusterSpec).map(([own, spec]) => clusterPolicy(own, spec as JsonObject)),
  );
}

const stagedAction = fc.constantFrom<JsonObject>(
  {},
  {},
  { stagedAction: 'Set' },
  { stagedAction: 'Learn' },
  { stagedAction: 'Ignore' },
);

/** Staged policies, deletions among them. */
export function stagedChange(options: PolicyOptions): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    fc
      .tuple(objectName, globalSpec(options), stagedAction)
      .map(([own, spec, action]) => stagedGlobalPolicy(own, { ...spec, ...action })),
    fc
      .tuple(place, calicoSpec(options), stagedAction)
      .map(([own, spec, action]) => stagedPolicy(own, { ...spec, ...action })),
    fc
      .tuple(place, kubernetesSpec, stagedAction)
      .map(([own, spec, action]) => stagedKubernetesPolicy(own, { ...(spec as JsonObject), ...action })),
    objectName.map((own) => stagedGlobalPolicy(own, { stagedAction: 'Delete' })),
    place.map((own) => stagedPolicy(own, { stagedAction: 'Delete' })),
    place.map((own) => stagedKubernetesPolicy(own, { stagedAction: 'Delete' })),
  );
}
