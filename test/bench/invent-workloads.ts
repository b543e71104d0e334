import type { BenchSize } from './bench-size';
import type { SeededRandom } from './seeded-random';

export interface InventedNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface InventedPort {
  readonly name: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** A Deployment, as its pods show it. */
export interface InventedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly account: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly InventedPort[];
  readonly replicas: number;
}

const TEAMS = ['checkout', 'catalogue', 'identity', 'logistics', 'insight', 'media', 'platform'] as const;
export const ROLES = ['frontend', 'backend', 'cache', 'database', 'worker'] as const;
const DATABASE_PORTS = [5432, 3306, 27017, 9200] as const;

const DNS: InventedWorkload = {
  namespace: 'kube-system',
  name: 'coredns',
  account: 'coredns',
  labels: { 'k8s-app': 'kube-dns' },
  ports: [
    { name: 'dns', protocol: 'UDP', port: 53 },
    { name: 'dns-tcp', protocol: 'TCP', port: 53 },
    { name: 'metrics', protocol: 'TCP', port: 9153 },
  ],
  replicas: 2,
};

/** Namespaces of teams, two environments each, and the one of the cluster itself. */
export function inventNamespaces(size: BenchSize): readonly InventedNamespace[] {
  const teams = Array.from({ length: size.namespaces - 1 }, (_, index) => {
    const team = TEAMS[index % TEAMS.length] ?? 'platform';
    const name = `${team}-${Math.floor(index / TEAMS.length)}`;
    const environment = index % 3 === 0 ? 'staging' : 'production';
    return { name, labels: { 'kubernetes.io/metadata.name': name, team, environment } };
  });
  return [
    { name: 'kube-system', labels: { 'kubernetes.io/metadata.name': 'kube-system', purpose: 'cluster' } },
    ...teams,
  ];
}

/** Exactly as many workloads and pods as the size says; some workloads are large, most are small. */
export function inventWorkloads(
  size: BenchSize,
  namespaces: readonly InventedNamespace[],
  random: SeededRandom,
): readonly InventedWorkload[] {
  const teams = namespaces.slice(1);
  const average = size.pods / size.workloads;
  let left = size.pods - DNS.replicas;
  const workloads: InventedWorkload[] = [DNS];
  for (let index = 1; index < size.workloads; index += 1) {
    const after = size.workloads - index - 1;
    const wanted = 1 + random.below(Math.round(average * 2) - 1);
    const replicas = after === 0 ? left : Math.max(1, Math.min(wanted, left - after));
    left -= replicas;
    workloads.push(inventWorkload(index, replicas, teams, random));
  }
  return workloads;
}

function inventWorkload(
  index: number,
  replicas: number,
  namespaces: readonly InventedNamespace[],
  random: SeededRandom,
): InventedWorkload {
  const namespace = namespaces[index % namespaces.length]?.name ?? 'default';
  const role = ROLES[Math.floor(index / namespaces.length) % ROLES.length] ?? 'worker';
  const name = `${role}-${index}`;
  return {
    namespace,
    name,
    account: random.chance(30) ? name : 'default',
    labels: { app: name, role, release: random.chance(80) ? 'stable' : 'canary' },
    ports: inventPorts(role, random),
    replicas,
  };
}

function inventPorts(role: (typeof ROLES)[number], random: SeededRandom): readonly InventedPort[] {
  const metrics: InventedPort = { name: 'metrics', protocol: 'TCP', port: 9090 };
  switch (role) {
    case 'frontend':
      return [{ name: 'http', protocol: 'TCP', port: 8080 }, metrics];
    case 'backend':
      return [
        { name: 'http', protocol: 'TCP', port: 8000 + random.below(40) },
        { name: 'grpc', protocol: 'TCP', port: 9000 },
        metrics,
      ];
    case 'cache':
      return [{ name: 'redis', protocol: 'TCP', port: 6379 }, metrics];
    case 'database':
      return [{ name: 'sql', protocol: 'TCP', port: random.pick(DATABASE_PORTS) }];
    case 'worker':
      return [metrics];
  }
}
