import type { Edge, EdgeVerdict, Party } from '../../main/engine/model/edge';
import type { WorldName } from '../../main/engine/model/world';

export const NET = 'zzz-final-allow-everything';

function workload(namespace: string, name: string, detail: string, members: number): Party {
  return {
    id: `workload:${namespace}/${name}`,
    kind: 'workload',
    label: `${namespace}/${name}`,
    namespace,
    name,
    detail,
    members,
  };
}

export const PARTIES: readonly Party[] = [
  workload('prod', 'frontend', 'Deployment · 3', 3),
  workload('prod', 'backend', 'Deployment · 3', 3),
  workload('prod', 'database', 'StatefulSet · 1', 1),
  workload('kube-system', 'coredns', 'Deployment · 2', 2),
  ...['node1', 'node2', 'node3'].map((name): Party => ({
    id: `host:${name}`,
    kind: 'host',
    label: name,
    namespace: '',
    name,
    detail: 'host endpoint',
    members: 1,
  })),
  {
    id: 'external:10.1.0.0/24',
    kind: 'external',
    label: '10.1.0.0/24',
    namespace: '',
    name: '10.1.0.0/24',
    detail: 'admin address',
    members: 1,
  },
  {
    id: 'set:/backup-store',
    kind: 'network-set',
    label: 'backup-store',
    namespace: '',
    name: 'backup-store',
    detail: 'network set',
    members: 2,
  },
];

const ALLOW: EdgeVerdict = {
  verdict: 'allow',
  by: 'no policy',
  position: null,
  onlyByNet: false,
  onlyByFailsafe: false,
};
const deny = (by: string): EdgeVerdict => ({
  verdict: 'deny',
  by,
  position: null,
  onlyByNet: false,
  onlyByFailsafe: false,
});
const allow = (by: string): EdgeVerdict => ({ ...ALLOW, by });
const byNet: EdgeVerdict = { verdict: 'allow', by: NET, position: null, onlyByNet: true, onlyByFailsafe: false };
const byFailsafe: EdgeVerdict = {
  verdict: 'allow',
  by: 'failsafe ports',
  position: null,
  onlyByNet: false,
  onlyByFailsafe: true,
};
const cannotTell: EdgeVerdict = {
  verdict: 'undecided',
  by: 'network set not in the snapshot',
  position: null,
  onlyByNet: false,
  onlyByFailsafe: false,
};

/** The verdicts of the worlds, in their order. */
export function inWorlds<V>(now: V, net: V, staged: V, promoted: V, final: V): Readonly<Record<WorldName, V>> {
  return { now, net, staged, promoted, final };
}

export function everywhere<V>(value: V): Readonly<Record<WorldName, V>> {
  return inWorlds(value, value, value, value, value);
}

function edge(from: string, to: string, traffic: string, verdicts: Edge['verdicts'], more: Partial<Edge> = {}): Edge {
  const port = /\d+/.exec(traffic)?.[0];
  const sample = { protocol: traffic.startsWith('udp') ? 17 : 6, port: port === undefined ? null : Number(port) };
  return {
    id: `${from}|${to}|${traffic}`,
    from,
    to,
    traffic,
    sample,
    other: false,
    verdicts,
    protected: false,
    ...more,
  };
}

const LOCKDOWN = 'backend-lockdown · end of tier default';
export const GUARD = 'database-allow-from-backend';

export const EDGES: readonly Edge[] = [
  edge(
    'workload:prod/frontend',
    'workload:prod/backend',
    'tcp 8080',
    inWorlds(ALLOW, allow(NET), allow(NET), byNet, deny(LOCKDOWN)),
  ),
  edge(
    'workload:prod/frontend',
    'workload:prod/database',
    'tcp 8080',
    inWorlds(deny(`${GUARD} · end of tier default`), byNet, byNet, byNet, deny(`${GUARD} · end of tier default`)),
  ),
  edge('workload:prod/backend', 'workload:prod/database', 'tcp 8080', everywhere(allow(GUARD))),
  edge('workload:prod/backend', 'workload:kube-system/coredns', 'udp 53, tcp 53', everywhere(ALLOW)),
  edge('workload:prod/database', 'set:/backup-store', 'tcp 5432', everywhere(cannotTell)),
  edge(
    'workload:kube-system/coredns',
    'workload:prod/database',
    'tcp 8080',
    inWorlds(deny(`${GUARD} · end of tier default`), byNet, byNet, byNet, deny(`${GUARD} · end of tier default`)),
  ),
  edge(
    'external:10.1.0.0/24',
    'host:node1',
    'tcp 22',
    inWorlds(byFailsafe, allow(NET), allow(NET), allow(NET), byFailsafe),
    { protected: true },
  ),
  edge(
    'external:10.1.0.0/24',
    'host:node2',
    'tcp 22',
    inWorlds(byFailsafe, allow(NET), allow(NET), allow(NET), byFailsafe),
    { protected: true },
  ),
  edge(
    'external:10.1.0.0/24',
    'host:node3',
    'tcp 22',
    inWorlds(ALLOW, allow(NET), allow(NET), byNet, deny('hosts-deny · end of tier default')),
    { protected: true },
  ),
  edge(
    'workload:prod/frontend',
    'workload:prod/backend',
    'other traffic',
    inWorlds(ALLOW, allow(NET), allow(NET), byNet, deny(LOCKDOWN)),
    { other: true },
  ),
];
