import { ROLES } from './invent-workloads';
import type { InventedNamespace, InventedPort, InventedWorkload } from './invent-workloads';
import type { KubernetesObject } from './kubernetes-object';
import { calicoObject } from './kubernetes-object';
import type { SeededRandom } from './seeded-random';

/** Policies in force, and those of the change set. */
export interface InventedPolicies {
  readonly enforced: readonly KubernetesObject[];
  readonly changes: readonly KubernetesObject[];
}

/** Who policies can be about. */
interface Cast {
  readonly namespaces: readonly InventedNamespace[];
  readonly workloads: readonly InventedWorkload[];
  readonly random: SeededRandom;
}

/** Of every hundred: fifteen are staged, five are global, the others are about one workload, a little more than half of them Kubernetes'. */
export function policyObjects(
  count: number,
  namespaces: readonly InventedNamespace[],
  workloads: readonly InventedWorkload[],
  random: SeededRandom,
): InventedPolicies {
  const cast: Cast = { namespaces: namespaces.slice(1), workloads: workloads.slice(1), random };
  const staged = Math.round(count * 0.15);
  const globals = globalPolicies(Math.max(6, Math.round(count * 0.05)), cast);
  const closed = cast.namespaces.filter((_, index) => index % 2 === 0).map(kubernetesDefaultDeny);
  const first = [...globals, ...closed];
  const others = Array.from({ length: count - staged - first.length }, (_, index) => workloadPolicy(index, cast));
  return { enforced: [...first, ...others], changes: stagedPolicies(staged, cast) };
}

function workloadPolicy(index: number, cast: Cast): KubernetesObject {
  const workload = cast.workloads[index % cast.workloads.length] ?? cast.random.pick(cast.workloads);
  return index % 9 < 5 ? kubernetesPolicy(workload, index, cast) : calicoPolicy(workload, index, cast);
}

function kubernetesDefaultDeny({ name }: InventedNamespace): KubernetesObject {
  return kubernetesObject('default-deny-ingress', name, { podSelector: {}, policyTypes: ['Ingress'] });
}

function kubernetesObject(name: string, namespace: string, spec: Readonly<Record<string, unknown>>): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

function neighbours(workload: InventedWorkload, cast: Cast): readonly InventedWorkload[] {
  return cast.workloads.filter(({ namespace, name }) => namespace === workload.namespace && name !== workload.name);
}

function kubernetesPolicy(workload: InventedWorkload, index: number, cast: Cast): KubernetesObject {
  const { random } = cast;
  const near = neighbours(workload, cast);
  const app = (one: InventedWorkload) => ({ podSelector: { matchLabels: { app: one.labels['app'] } } });
  const clients = Array.from({ length: 1 + random.below(3) }, () => app(random.pick(near)));
  const team = {
    namespaceSelector: { matchLabels: { team: random.pick(cast.namespaces).labels['team'] } },
    podSelector: { matchLabels: { role: random.pick(ROLES) } },
  };
  const ports = workload.ports.slice(0, 1).map(({ protocol, port }) => ({ protocol, port }));
  const ingress = [{ from: random.chance(40) ? [...clients, team] : clients, ports }];
  if (!random.chance(35))
    return kubernetesObject(`allow-${index}`, workload.namespace, {
      podSelector: app(workload).podSelector,
      policyTypes: ['Ingress'],
      ingress,
    });
  const database = random.pick(near);
  const egress = [
    { to: [app(database)], ports: database.ports.slice(0, 1).map(({ protocol, port }) => ({ protocol, port })) },
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
      ],
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
    },
    {
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12'] } }],
      ports: [{ protocol: 'TCP', port: 443 }],
    },
  ];
  const spec = { podSelector: app(workload).podSelector, policyTypes: ['Ingress', 'Egress'], ingress, egress };
  return kubernetesObject(`allow-${index}`, workload.namespace, spec);
}

function calicoPolicy(workload: InventedWorkload, index: number, cast: Cast): KubernetesObject {
  const types = cast.random.chance(40) ? ['Ingress', 'Egress'] : ['Ingress'];
  return calicoObject(
    'NetworkPolicy',
    { name: `allow-${index}`, namespace: workload.namespace },
    {
      tier: 'default',
      order: 100 + cast.random.below(90) * 10,
      selector: selects(workload),
      types,
      ingress: calicoIngress(workload, cast),
      ...(types.length === 2 ? { egress: calicoEgress(workload, cast) } : {}),
    },
  );
}

function selects(workload: InventedWorkload): string {
  return `app == '${workload.labels['app'] ?? ''}'`;
}

function calicoIngress(workload: InventedWorkload, cast: Cast): readonly unknown[] {
  const { random } = cast;
  const [port] = workload.ports;
  const destination = { ports: port === undefined ? ['metrics'] : [portOf(port, random)] };
  const near = neighbours(workload, cast);
  const apps = Array.from({ length: 2 + random.below(3) }, () => `'${random.pick(near).name}'`).join(', ');
  const rules: unknown[] = [allow({ selector: `app in { ${apps} }` }, destination)];
  if (random.chance(50)) {
    const namespaceSelector = `team == '${random.pick(cast.namespaces).labels['team'] ?? ''}' && environment == 'production'`;
    rules.push(allow({ selector: `role == '${random.pick(ROLES)}'`, namespaceSelector }, destination));
  }
  if (random.chance(20)) rules.push(allow({ nets: [`172.20.${random.below(12) * 4}.0/24`] }, destination));
  if (random.chance(15))
    rules.push(allow({ selector: `kind == 'office'`, namespaceSelector: 'global()' }, destination));
  if (random.chance(10))
    rules.push({ action: 'Deny', protocol: 'TCP', source: { notNets: ['10.0.0.0/8'] }, destination });
  return rules;
}

function allow(source: unknown, destination: unknown, protocol = 'TCP'): unknown {
  return { action: 'Allow', protocol, source, destination };
}

/** Half of the rules name the port, the others give its number. */
function portOf({ name, port }: InventedPort, random: SeededRandom): string | number {
  return random.chance(50) ? name : port;
}

function calicoEgress(workload: InventedWorkload, cast: Cast): readonly unknown[] {
  const { random } = cast;
  const called = random.pick(neighbours(workload, cast));
  const [port] = called.ports;
  const rules: unknown[] = [
    {
      action: 'Allow',
      protocol: 'UDP',
      destination: { selector: `k8s-app == 'kube-dns'`, namespaceSelector: 'all()', ports: [53] },
    },
    { action: 'Allow', protocol: 'TCP', destination: { selector: selects(called), ports: [port?.port ?? 443] } },
  ];
  if (random.chance(20))
    rules.push({ action: 'Allow', destination: { services: { name: called.name, namespace: called.namespace } } });
  if (random.chance(30))
    rules.push({
      action: 'Allow',
      protocol: 'TCP',
      destination: { selector: `kind == 'vendor'`, ports: [443, '8443:8450'] },
    });
  return rules;
}

/** What a platform team lays over all namespaces, then one policy after the other for a team. */
function globalPolicies(count: number, cast: Cast): readonly KubernetesObject[] {
  const { random } = cast;
  const both = ['Ingress', 'Egress'];
  const fixed = [
    globalPolicy('block-metadata', 'security', 10, {
      namespaceSelector: 'all()',
      types: ['Egress'],
      egress: [{ action: 'Deny', destination: { nets: ['169.254.169.254/32'] } }],
    }),
    globalPolicy('block-threats', 'security', 20, {
      namespaceSelector: 'all()',
      types: both,
      ingress: [{ action: 'Deny', source: { selector: `threat == 'known'` } }],
      egress: [{ action: 'Deny', destination: { selector: `threat == 'known'` } }],
    }),
    globalPolicy('allow-dns', 'platform', 10, {
      namespaceSelector: 'all()',
      types: ['Egress'],
      egress: [
        { action: 'Allow', protocol: 'UDP', destination: { selector: `k8s-app == 'kube-dns'`, ports: [53] } },
        { action: 'Pass' },
      ],
    }),
    globalPolicy('allow-metrics', 'platform', 20, {
      namespaceSelector: 'has(team)',
      types: ['Ingress'],
      ingress: [
        {
          action: 'Allow',
          protocol: 'TCP',
          source: { namespaceSelector: `team == 'insight'` },
          destination: { ports: ['metrics'] },
        },
        { action: 'Pass' },
      ],
    }),
    globalPolicy('nodes-from-offices', 'platform', 30, {
      selector: 'has(kubernetes.io/hostname)',
      types: ['Ingress'],
      ingress: [
        {
          action: 'Allow',
          protocol: 'TCP',
          source: { selector: `kind == 'office'` },
          destination: { ports: [22, 6443] },
        },
        { action: 'Allow', source: { nets: ['10.0.0.0/8'] } },
      ],
    }),
  ];
  const teams = Array.from({ length: Math.max(0, count - fixed.length) }, (_, index) => {
    const team = random.pick(cast.namespaces).labels['team'] ?? '';
    const role = random.pick(ROLES);
    return globalPolicy(`team-${team}-${index}`, 'platform', 100 + index, {
      selector: `role == '${role}' && release != 'canary'`,
      namespaceSelector: `team == '${team}' && environment in { 'production', 'staging' }`,
      types: ['Ingress'],
      ingress: [
        {
          action: 'Deny',
          source: { selector: `role == '${random.pick(ROLES)}'`, namespaceSelector: `environment == 'staging'` },
        },
        {
          action: 'Deny',
          protocol: 'TCP',
          destination: { ports: [`${20_000 + random.below(20) * 100}:${23_000 + random.below(20) * 100}`] },
        },
        { action: 'Pass' },
      ],
    });
  });
  return [...fixed, ...teams];
}

function globalPolicy(
  name: string,
  tier: string,
  order: number,
  spec: Readonly<Record<string, unknown>>,
): KubernetesObject {
  return calicoObject('GlobalNetworkPolicy', { name }, { tier, order, ...spec });
}

/** A default deny for every namespace and for all of them, and what must stay open before it. */
function stagedPolicies(count: number, cast: Cast): readonly KubernetesObject[] {
  const denies = cast.namespaces.map(({ name }) =>
    calicoObject(
      'StagedNetworkPolicy',
      { name: 'default-deny', namespace: name },
      { stagedAction: 'Set', tier: 'default', order: 5_000, selector: 'all()', types: ['Ingress', 'Egress'] },
    ),
  );
  const everything = calicoObject(
    'StagedGlobalNetworkPolicy',
    { name: 'default-deny' },
    {
      stagedAction: 'Set',
      tier: 'default',
      order: 9_000,
      namespaceSelector: 'has(team)',
      types: ['Ingress', 'Egress'],
    },
  );
  const kept = denies.slice(0, Math.floor(count / 2));
  const allows = Array.from({ length: count - kept.length - 1 }, (_, index) => stagedAllow(index, cast));
  return [...kept, everything, ...allows];
}

function stagedAllow(index: number, cast: Cast): KubernetesObject {
  const workload = cast.random.pick(cast.workloads);
  const enforced = index % 4 === 0 ? kubernetesPolicy(workload, index, cast) : calicoPolicy(workload, index, cast);
  return {
    ...enforced,
    apiVersion: 'projectcalico.org/v3',
    kind: index % 4 === 0 ? 'StagedKubernetesNetworkPolicy' : 'StagedNetworkPolicy',
    metadata: { ...enforced.metadata, name: `staged-${index}` },
    spec: { stagedAction: 'Set', ...Object(enforced['spec']) },
  };
}
