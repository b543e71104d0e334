import type { Cluster } from '../../cluster/cluster';
import type { Connection, ConnectionEnd } from '../../evaluate/connection-end';
import { objectAt, readNumber, readObjectList, readText, readTextList } from '../../load/fields';
import type { Address } from '../../net/address';
import { addressKey, parseAddress } from '../../net/address';
import { formatProtocol, parseProtocol } from '../../net/protocol';

/** A port of a service: the address that is dialled, and who stands behind it. */
export interface ServiceDial {
  /** `namespace/name`. */
  readonly service: string;
  readonly via: NonNullable<Connection['via']>;
  readonly protocol: number;
  /** Of the backends. */
  readonly port: number;
  /** Of the node port; `null` where there is none. */
  readonly nodePort: number | null;
  /** It has addresses for the world outside too, where it is dialled by its own port. */
  readonly published: boolean;
  readonly ends: readonly [ConnectionEnd, ...ConnectionEnd[]];
  /** e.g. `tcp 443`, as it is dialled. */
  readonly traffic: string;
}

const DIALS = new WeakMap<Cluster, readonly ServiceDial[]>();

/** Every IPv4 service port whose backends the snapshot knows. */
export function serviceDials(cluster: Cluster): readonly ServiceDial[] {
  const known = DIALS.get(cluster) ?? listDials(cluster);
  DIALS.set(cluster, known);
  return known;
}

function listDials(cluster: Cluster): readonly ServiceDial[] {
  return cluster.resources
    .filter(({ kind }) => kind === 'Service')
    .flatMap((resource) => {
      const service = `${resource.namespace}/${resource.name}`;
      const members = cluster.services.get(service)?.members ?? [];
      const spec = objectAt(resource.body, 'spec');
      const [address] = clusterAddresses(spec);
      if (address === undefined) return [];
      return (readObjectList(spec, 'ports') ?? []).flatMap((entry): readonly ServiceDial[] => {
        const protocol = parseProtocol(readText(entry, 'protocol') ?? 'TCP');
        const port = readNumber(entry, 'port');
        if (protocol.tag === 'error' || port === undefined) return [];
        const target = readNumber(entry, 'targetPort');
        const backends = members.filter(
          (member) => member.protocol === protocol.number && (target === undefined || member.port === target),
        );
        const [first, ...others] = backends;
        if (first === undefined) return [];
        const same = others.filter((member) => member.port === first.port);
        return [
          {
            service,
            via: { address, port },
            protocol: protocol.number,
            port: first.port,
            nodePort: readNumber(entry, 'nodePort') ?? null,
            published: isPublished(spec),
            ends: [endAt(first.address, cluster), ...same.map((member) => endAt(member.address, cluster))],
            traffic: `${formatProtocol(protocol.number)} ${port}`,
          },
        ];
      });
    });
}

/** The IPv4 addresses of a service; none where it is headless. */
export function clusterAddresses(spec: Parameters<typeof readText>[0]): readonly Address[] {
  const texts = [...(readTextList(spec, 'clusterIPs') ?? []), readText(spec, 'clusterIP') ?? ''];
  return texts.flatMap((text) => parseAddress(text) ?? []).filter(({ family }) => family === 4);
}

function isPublished(spec: Parameters<typeof readText>[0]): boolean {
  return readText(spec, 'type') === 'LoadBalancer' || (readTextList(spec, 'externalIPs') ?? []).length > 0;
}

function endAt(address: Address, cluster: Cluster): ConnectionEnd {
  const key = addressKey(address);
  const owns = (owner: { readonly addresses: readonly Address[] }) =>
    owner.addresses.some((own) => addressKey(own) === key);
  const workload = cluster.workloads.find(owns);
  if (workload !== undefined) return { tag: 'pod', workload };
  const node = cluster.nodes.find(owns);
  return node === undefined ? { tag: 'outside', address } : { tag: 'node', node, address };
}
