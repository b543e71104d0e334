/** Random small clusters with policies: endpoints that share and differ in labels, ports, namespaces, accounts and addresses. */
import fc from 'fast-check';
import type { JsonObject } from '../../main/engine/model/json';
import {
  DEFAULT_TIER,
  deployment,
  endpointSlice,
  globalNetworkSet,
  hostEndpoint,
  namespace,
  networkSet,
  clusterNode,
  pod,
  pool,
  profile,
  serviceAccount,
  tier,
} from '../main/engine/evaluate/manifests';
import { ACCOUNTS, NAMESPACES, NETS, enforcedPolicy, labels, profileRules, stagedChange } from './random-policies';
import type { PolicyOptions } from './random-policies';

export interface ClusterOptions extends PolicyOptions {
  /** Host endpoints on the nodes. */
  readonly hosts: boolean;
  /** Controllers whose pods are not in the files. */
  readonly declared: boolean;
}

export interface RandomCluster {
  readonly snapshot: readonly JsonObject[];
  readonly changes: readonly JsonObject[];
}

/** Addresses of every sort that the laws ask about: of nobody, of sets, at both ends of nets. */
export const ADDRESSES = [
  '10.0.0.0',
  '10.0.0.255',
  '10.0.1.0',
  '10.0.1.63',
  '10.0.1.64',
  '10.9.0.7',
  '10.77.0.1',
] as const;

const POD_ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.1.2', '10.0.1.70'] as const;
const PORTS = ['web:tcp/8080', 'web:tcp/80', 'dns:udp/53', 'signal:sctp/3868', 'tcp/9090'] as const;

const pods = fc
  .tuple(
    ...POD_ADDRESSES.map((address, index) =>
      fc
        .record({
          namespace: fc.constantFrom(...NAMESPACES),
          labels,
          account: fc.constantFrom(...ACCOUNTS),
          node: fc.constantFrom('node1', 'node2'),
          ports: fc.subarray([...PORTS], { maxLength: 2 }),
        })
        .map(({ namespace: place, ...fields }) => pod(`${place}/pod${index}`, address, fields)),
    ),
  )
  .chain((all) => fc.subarray(all, { minLength: 2 }));

const declaredPods = fc.array(
  fc
    .record({ labels, ports: fc.subarray([...PORTS], { maxLength: 1 }) })
    .map((fields) => deployment('alpha/declared', fields)),
  { maxLength: 1 },
);

/** A namespace that is missing has unknown labels where the snapshot may be incomplete. */
const namespaces = fc
  .tuple(...NAMESPACES.map((own) => labels.map((given) => namespace(own, given))))
  .chain((all) => fc.subarray(all));
const accounts = fc
  .tuple(
    ...NAMESPACES.flatMap((own) =>
      ACCOUNTS.map((account) => labels.map((given) => serviceAccount(own, account, given))),
    ),
  )
  .chain((all) => fc.subarray(all));

const nets = fc.uniqueArray(fc.constantFrom<string>(...NETS), { maxLength: 2 });
const sets = fc
  .tuple(
    fc.tuple(nets, labels).map(([own, given]) => networkSet('alpha/partners', own, given)),
    fc.tuple(nets, labels).map(([own, given]) => networkSet('beta/partners', own, given)),
    fc.tuple(nets, labels).map(([own, given]) => globalNetworkSet('offices', own, given)),
  )
  .chain((all) => fc.subarray(all));

const services = fc.subarray([
  endpointSlice('alpha/store', ['10.0.0.1', '10.0.1.2'], ['tcp/8080', 'sctp/3868']),
  endpointSlice('beta/store', ['10.9.0.7'], ['udp/53']),
]);

const tiers = fc
  .record({
    early: fc.constantFrom<JsonObject>({ order: 5, defaultAction: 'Pass' }, { order: 5, defaultAction: 'Deny' }, {}),
    late: fc.constantFrom<JsonObject>({ order: 2_000_000, defaultAction: 'Pass' }, { defaultAction: 'Deny' }),
  })
  .map(({ early, late }) => [
    DEFAULT_TIER,
    tier('early', early),
    tier('late', late),
    tier('kube-admin', { order: 1000, defaultAction: 'Pass' }),
  ]);

const NODES: readonly JsonObject[] = [clusterNode('node1', '10.5.0.1'), clusterNode('node2', '10.5.0.2')];

const OPEN: JsonObject = { profiles: ['projectcalico-default-allow'] };
const HOUSE: JsonObject = { profiles: ['house', 'projectcalico-default-allow'] };

const hostEndpoints = fc
  .tuple(
    fc
      .tuple(labels, fc.constantFrom('*', ''), fc.constantFrom(OPEN, HOUSE, {}))
      .map(([given, interfaceName, profiles]) =>
        hostEndpoint('node1-host', { node: 'node1', interfaceName, expectedIPs: ['10.5.0.1'], ...profiles }, given),
      ),
    labels.map((given) => hostEndpoint('node2-host', { node: 'node2', interfaceName: '*', ...OPEN }, given)),
  )
  .chain((all) => fc.subarray(all));

const houseProfile = fc
  .record({ ingress: profileRules, egress: profileRules })
  .map((rules) => profile('house', rules as unknown as JsonObject));

const POOL = pool('10.0.0.0/16', { natOutgoing: true });

function identity(object: JsonObject): string {
  const metadata = object['metadata'] as JsonObject;
  return JSON.stringify([object['apiVersion'], object['kind'], metadata['namespace'] ?? '', metadata['name']]);
}

export function randomCluster(options: ClusterOptions): fc.Arbitrary<RandomCluster> {
  const policies = (arbitrary: fc.Arbitrary<JsonObject>, most: number) =>
    fc.uniqueArray(arbitrary, { maxLength: most, selector: identity });
  const objects = fc.tuple(
    namespaces,
    accounts,
    pods,
    options.declared ? declaredPods : fc.constant([]),
    sets,
    services,
    tiers,
    options.hosts ? hostEndpoints : fc.constant([]),
    houseProfile.map((house) => (options.hosts ? [house] : [])),
    policies(enforcedPolicy(options), 5),
  );
  return fc
    .record({ objects, changes: policies(stagedChange(options), 3) })
    .map(({ objects: lists, changes }) => ({ snapshot: [...NODES, POOL, ...lists.flat()], changes }));
}

/** The same objects with every text rewritten. */
export function rewrite(objects: readonly JsonObject[], change: (text: string) => string): readonly JsonObject[] {
  return JSON.parse(change(JSON.stringify(objects))) as readonly JsonObject[];
}
