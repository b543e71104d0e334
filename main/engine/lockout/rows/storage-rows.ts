import { objectAt, readObjectList, readText, readTextList } from '../../load/fields';
import type { JsonObject } from '../../model/json';
import { PROTOCOL } from '../../model/traffic';
import { addressKey, parseAddress } from '../../net/address';
import { pathTo, unaskedPath } from '../find-path';
import type { LockoutFacts } from '../lockout-facts';
import { NO_NODE, everyNode, lacking, podGroup, podsCalled } from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';

/** A server that holds volumes, as somebody wrote it: an address or a name. */
interface VolumeServer {
  readonly server: string;
  readonly port: number;
}

/** Where volumes are. */
export const STORAGE_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L35',
    theme: 'storage',
    title: 'Storage from a node',
    protects: 'Pods whose volumes hang do not stop and do not start.',
    ports: 'tcp 2049 (NFS), 3260 (iSCSI), 3300 and 6789 (Ceph)',
    letters: ['B', 'D'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const servers = volumeServers(facts);
      const found = [...servers.map((server) => toServer(facts, server)), ...toCephPods(facts)];
      return found.length > 0 ? found : lacking(facts, 'volume with a server', 'kubectl get persistentvolumes -o yaml');
    },
  },
];

function toServer(facts: LockoutFacts, { server, port }: VolumeServer): FoundPath {
  const nodes = everyNode(facts);
  const address = parseAddress(server);
  if (address === undefined) {
    return unaskedPath(nodes.label, server, `tcp ${port}`, `the files do not tell the address of ${server}`);
  }
  const to = { label: addressKey(address), ends: [facts.ownerOf(address)] };
  return pathTo(facts, nodes, to, { protocol: PROTOCOL.tcp, port });
}

/** Rook keeps its monitors and daemons in pods of the cluster. */
function toCephPods(facts: LockoutFacts): readonly FoundPath[] {
  const pods = podsCalled(facts, ['rook-ceph-mon']);
  if (pods.length === 0) return [];
  return [3300, 6789].map((port) =>
    pathTo(facts, everyNode(facts), podGroup('Ceph monitors', pods), { protocol: PROTOCOL.tcp, port }),
  );
}

function volumeServers({ cluster, pods }: LockoutFacts): readonly VolumeServer[] {
  const volumes = [
    ...cluster.resources.filter(({ kind }) => kind === 'PersistentVolume').map(({ body }) => objectAt(body, 'spec')),
    ...pods.flatMap(({ spec }) => readObjectList(spec, 'volumes') ?? []),
  ];
  const servers = volumes.flatMap(serversOf);
  return [...new Map(servers.map((one) => [`${one.server} ${one.port}`, one])).values()];
}

function serversOf(volume: JsonObject): readonly VolumeServer[] {
  const of = (field: string) => objectAt(volume, field);
  const attributes = objectAt(volume, 'csi', 'volumeAttributes');
  const nfs = [readText(of('nfs'), 'server'), readText(attributes, 'server')].filter((text) => text !== undefined);
  const portals = [readText(of('iscsi'), 'targetPortal') ?? '', ...(readTextList(of('iscsi'), 'portals') ?? [])];
  const monitors = [...(readTextList(of('cephfs'), 'monitors') ?? []), ...(readTextList(of('rbd'), 'monitors') ?? [])];
  return [
    ...nfs.map((server) => ({ server, port: 2049 })),
    ...portals.map((text) => withPort(text, 3260)),
    ...monitors.map((text) => withPort(text, 6789)),
  ].filter(({ server }) => server !== '');
}

function withPort(text: string, otherwise: number): VolumeServer {
  const [, v6, name, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { server: v6 ?? name ?? text, port: Number(port ?? otherwise) };
}
