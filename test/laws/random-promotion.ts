/** Random rollouts of many small policies on few pods, so that the order of their promotion often matters. */
import fc from 'fast-check';
import type { JsonObject } from '../../main/engine/model/json';
import {
  DEFAULT_TIER,
  clusterNode,
  globalPolicy,
  hostEndpoint,
  namespace,
  pod,
  stagedGlobalPolicy,
  tier,
} from '../main/engine/evaluate/manifests';
import type { RandomCluster } from './random-cluster';

const APPS = ['web', 'shop', 'store'] as const;
const NAMES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'] as const;

const PODS: readonly JsonObject[] = APPS.map((app, index) =>
  pod(`prod/${app}`, `10.0.0.${index + 1}`, { labels: { app }, ports: ['http:tcp/80'], node: 'node1' }),
);

/** What policies select, and the lists of hosts that they go to. */
interface Subject {
  readonly selector: fc.Arbitrary<string>;
  readonly hook: fc.Arbitrary<JsonObject>;
  readonly hosts: boolean;
}

const pods = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...APPS).map((app) => `app == '${app}'`) },
  fc.constant('has(app)'),
);

const SUBJECTS = {
  pods: { selector: pods, hook: fc.constant({}), hosts: false },
  /** Traffic to and from nodes alone. */
  nodes: { selector: fc.constantFrom('has(host)', 'all()'), hook: fc.constant({}), hosts: true },
  /** Traffic that they forward, too. */
  forwarding: {
    selector: fc.oneof(pods, fc.constantFrom('has(host)', 'all()')),
    hook: fc.constantFrom<JsonObject>(
      {},
      {},
      { applyOnForward: true },
      { applyOnForward: true, preDNAT: true, types: ['Ingress'] },
    ),
    hosts: true,
  },
} as const satisfies Readonly<Record<string, Subject>>;

const peer = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: pods.map((selector) => ({ selector })) },
  fc.constant({ nets: ['10.77.0.0/24'] }),
);
const ports = fc.constantFrom<JsonObject>({}, {}, { protocol: 'TCP' });

function rules(side: 'source' | 'destination'): fc.Arbitrary<readonly JsonObject[]> {
  const rule = fc
    .record({ action: fc.constantFrom('Allow', 'Allow', 'Deny', 'Pass'), other: peer, ports })
    .map(({ action, other, ports: fields }) => ({ action, ...fields, [side]: other }));
  return fc.array(rule, { maxLength: 2 });
}

function spec({ selector, hook }: Subject): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      tier: fc.constantFrom('early', 'early', 'default'),
      order: fc.integer({ min: 1, max: 4 }),
      selector,
      types: fc.constantFrom<readonly string[]>(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
      ingress: rules('source'),
      egress: rules('destination'),
      hook,
    })
    .map(({ hook: fields, ...all }): JsonObject => ({ ...all, ...fields }))
    .map((made) => (made['preDNAT'] === true ? { ...made, egress: [] } : made));
}

export function randomPromotion(about: keyof typeof SUBJECTS): fc.Arbitrary<RandomCluster> {
  const subject = SUBJECTS[about];
  const enforced = fc
    .dictionary(fc.constantFrom(...NAMES.slice(0, 4)), spec(subject), { maxKeys: 4, noNullPrototype: true })
    .map((specs) => Object.entries(specs).map(([name, own]) => globalPolicy(name, own)));
  const change = fc.oneof(
    { weight: 4, arbitrary: spec(subject) },
    { weight: 1, arbitrary: fc.constant<JsonObject>({ stagedAction: 'Delete', tier: 'early', selector: 'all()' }) },
    { weight: 1, arbitrary: spec(subject).map((own) => ({ ...own, stagedAction: 'Learn' })) },
  );
  const changes = fc
    .dictionary(fc.constantFrom(...NAMES), change, { minKeys: 2, maxKeys: 6, noNullPrototype: true })
    .map((specs) => Object.entries(specs).map(([name, own]) => stagedGlobalPolicy(name, own)));
  const host = hostEndpoint(
    'node1-host',
    { node: 'node1', interfaceName: '*', expectedIPs: ['10.5.0.1'], profiles: ['projectcalico-default-allow'] },
    { host: 'yes' },
  );
  const around = [
    DEFAULT_TIER,
    namespace('prod'),
    clusterNode('node1', '10.5.0.1'),
    clusterNode('node2', '10.5.0.2'),
    ...PODS,
    ...(subject.hosts ? [host] : []),
  ];
  return fc
    .record({ enforced, changes, defaultAction: fc.constantFrom('Deny', 'Pass') })
    .map(({ enforced: own, changes: wanted, defaultAction }) => ({
      snapshot: [...around, tier('early', { order: 5, defaultAction }), ...own],
      changes: wanted,
    }));
}
