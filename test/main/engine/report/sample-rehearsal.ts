import type { Edge, EdgeVerdict, Party } from '../../../../main/engine/model/edge';
import type { WorldName } from '../../../../main/engine/model/world';
import { WORLDS } from '../../../../main/engine/model/world';
import type { SceneInput } from '../../../../main/engine/report/scene';

export function workload(namespace: string, name: string, detail = 'Deployment · 3'): Party {
  return {
    id: `workload:${namespace}/${name}`,
    kind: 'workload',
    label: `${namespace}/${name}`,
    namespace,
    name,
    detail,
    members: 3,
  };
}

export function host(name: string): Party {
  return { id: `host:${name}`, kind: 'host', label: name, namespace: '', name, detail: 'host endpoint', members: 1 };
}

export function networkSet(name: string): Party {
  return {
    id: `set:/${name}`,
    kind: 'network-set',
    label: name,
    namespace: '',
    name,
    detail: 'network set',
    members: 1,
  };
}

export function external(cidr: string): Party {
  return {
    id: `external:${cidr}`,
    kind: 'external',
    label: cidr,
    namespace: '',
    name: cidr,
    detail: 'outside',
    members: 1,
  };
}

/** One letter per world: `a` allowed, `d` denied, `n` allowed by the net alone, `f` by failsafe alone, `u` undecided. */
function verdictsOf(letters: string, by = 'no policy'): Readonly<Record<WorldName, EdgeVerdict>> {
  const isClosedInTheEnd = letters.endsWith('d');
  const verdict = (letter: string): EdgeVerdict => ({
    verdict: letter === 'd' ? 'deny' : letter === 'u' ? 'undecided' : 'allow',
    by: letter === 'n' ? 'zzz-final-allow-everything' : letter === 'a' && isClosedInTheEnd ? 'no policy' : by,
    position: null,
    onlyByNet: letter === 'n',
    onlyByFailsafe: letter === 'f',
  });
  const [now, net, staged, promoted, final] = WORLDS.map((_, index) => verdict(letters.charAt(index)));
  if (!now || !net || !staged || !promoted || !final) throw new Error(`five letters are needed, not ${letters}`);
  return { now, net, staged, promoted, final };
}

export function edge(
  from: Party,
  to: Party,
  traffic: string,
  letters: string,
  more: Partial<Pick<Edge, 'other' | 'protected'>> & { readonly by?: string } = {},
): Edge {
  const port = Number.parseInt(traffic.split(' ')[1] ?? '', 10);
  return {
    id: `${from.id}>${to.id}:${traffic}`,
    from: from.id,
    to: to.id,
    traffic,
    sample: { protocol: traffic.startsWith('udp') ? 17 : 6, port: Number.isNaN(port) ? null : port },
    other: more.other ?? false,
    verdicts: verdictsOf(letters, more.by),
    protected: more.protected ?? false,
  };
}

/** The three-tier application of the bundled sample, as the engine would tell it. */
export function threeTierSample(): SceneInput {
  const [frontend, backend, database] = [
    workload('prod', 'frontend'),
    workload('prod', 'backend'),
    workload('prod', 'database', 'StatefulSet · 1'),
  ];
  const dns = workload('kube-system', 'coredns', 'Deployment · 2');
  const nodes = ['node1', 'node2', 'node3'].map(host);
  const admins = external('10.1.0.0/24');
  const internet = external('0.0.0.0/0');
  const backups = networkSet('backup-store');
  const edges: Edge[] = [
    edge(backend, database, 'tcp 8080', 'aaaaa', { by: 'database-allow-from-backend' }),
    edge(frontend, backend, 'tcp 8080', 'aaand', { by: 'backend-lockdown · end of tier default' }),
    edge(frontend, database, 'tcp 8080', 'dnnnd'),
    edge(database, backend, 'tcp 8080', 'aaand'),
    edge(dns, backend, 'tcp 8080', 'aaand'),
    edge(dns, database, 'tcp 8080', 'dnnnd'),
    edge(internet, frontend, 'tcp 443', 'aaaaa', { by: 'frontend-open' }),
    edge(internet, backend, 'tcp 8080', 'aaand'),
    edge(internet, database, 'tcp 8080', 'dnnnd'),
    edge(database, backups, 'tcp 5432', 'uuuuu', { by: 'database-egress' }),
    edge(frontend, dns, 'udp 53, tcp 53', 'aaaaa', { protected: true }),
    edge(backend, dns, 'udp 53, tcp 53', 'aaaaa', { protected: true }),
    edge(database, dns, 'udp 53, tcp 53', 'aaaaa', { protected: true }),
    edge(backend, frontend, 'tcp 80', 'aaaaa'),
    edge(frontend, backend, 'other traffic', 'aaand', { other: true }),
    ...nodes.map((node) => edge(admins, node, 'tcp 22', 'aaaaf', { protected: true })),
    ...nodes.flatMap((node) => [
      edge(node, backend, 'tcp 8080', 'aaaaa', { by: 'host-to-own-pods' }),
      edge(node, dns, 'udp 53, tcp 53', 'aaaaa', { protected: true }),
    ]),
  ];
  return { parties: [frontend, backend, database, dns, ...nodes, admins, internet, backups], edges };
}

/** A shop of twelve services behind a default-deny change set with two mistakes. */
export function shopSample(): SceneInput {
  const names: Readonly<Record<string, readonly string[]>> = {
    edge: ['gateway', 'storefront'],
    shop: ['cart', 'catalogue', 'checkout', 'recommendation'],
    payments: ['ledger', 'payment', 'fraud-detection'],
    data: ['cart-cache', 'orders-db', 'catalogue-db'],
    'kube-system': ['coredns'],
  };
  const parties = Object.entries(names).flatMap(([namespace, list]) => list.map((name) => workload(namespace, name)));
  const byName = new Map(parties.map((party) => [party.name, party]));
  const calls: readonly (readonly [string, string, string])[] = [
    ['gateway', 'storefront', 'tcp 8080'],
    ['storefront', 'cart', 'tcp 7070'],
    ['storefront', 'catalogue', 'tcp 3550'],
    ['storefront', 'checkout', 'tcp 5050'],
    ['storefront', 'recommendation', 'tcp 8080'],
    ['recommendation', 'catalogue', 'tcp 3550'],
    ['checkout', 'cart', 'tcp 7070'],
    ['checkout', 'payment', 'tcp 50051'],
    ['payment', 'ledger', 'tcp 9000'],
    ['payment', 'fraud-detection', 'tcp 9100'],
    ['cart', 'cart-cache', 'tcp 6379'],
    ['checkout', 'orders-db', 'tcp 5432'],
    ['catalogue', 'catalogue-db', 'tcp 5432'],
  ];
  const ports = new Map(calls.map(([, to, port]) => [to, port]));
  const allowed = new Set(calls.map(([from, to]) => `${from} ${to}`));
  const edges: Edge[] = [];
  for (const from of parties) {
    for (const to of parties) {
      if (from === to) continue;
      if (to.name === 'coredns') {
        edges.push(edge(from, to, 'udp 53', 'aaaaa', { by: 'allow-dns', protected: true }));
        edges.push(edge(from, to, 'tcp 53', 'aaand', { by: 'default-deny · end of tier platform', protected: true }));
        continue;
      }
      const port = ports.get(to.name) ?? 'tcp 8080';
      if (allowed.has(`${from.name} ${to.name}`)) edges.push(edge(from, to, port, 'aaaaa', { by: `allow-${to.name}` }));
      else edges.push(edge(from, to, port, to.name === 'orders-db' ? 'dnnnd' : 'aaand', { by: 'default-deny' }));
    }
  }
  const gateway = byName.get('gateway');
  const internet = external('0.0.0.0/0');
  const admins = external('10.1.0.0/24');
  const hosts = ['node1', 'node2', 'node3'].map(host);
  const partners = networkSet('partners');
  if (gateway !== undefined) {
    edges.push(edge(internet, gateway, 'tcp 443', 'aaaaa', { by: 'allow-gateway' }));
    edges.push(edge(partners, gateway, 'tcp 8443', 'ddddd', { by: 'default-deny' }));
    edges.push(edge(gateway, partners, 'tcp 443', 'ddaaa', { by: 'partner-egress' }));
  }
  for (const [index, node] of hosts.entries()) {
    edges.push(edge(admins, node, 'tcp 22', index === 2 ? 'aaand' : 'aaaaf', { protected: true }));
  }
  return { parties: [...parties, internet, admins, ...hosts, partners], edges };
}
