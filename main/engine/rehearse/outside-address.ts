import type { Cluster } from '../cluster/cluster';
import type { Policy } from '../compile/policy';
import { netsByText, ruleMentions } from '../compile/rule-mentions';
import { oncePer } from '../model/once-per';
import { formatAddress, parseAddress } from '../net/address';
import { containsAddress, isEverything } from '../net/prefix';

/** Documentation networks and well-known public addresses: one of them is in no net that the files mention. */
const CANDIDATES = {
  4: ['203.0.113.77', '198.51.100.77', '192.0.2.77', '8.8.4.4', '1.0.0.1', '185.199.108.77'],
  6: ['2001:db8:77::77', '3fff:77::77', '2001:4860:4860::8844', '2606:4700:4700::1001'],
} as const;

type Families = readonly (4 | 6)[];

/** The same for IPv4, and for IPv6 where pods have it: one address of each family that is not named as a whole. */
export function outsideAddresses(policies: readonly Policy[], cluster: Cluster): readonly string[] {
  return familiesOf(cluster).flatMap((family) => outsideAddress(policies, cluster, family) ?? []);
}

const familiesOf = oncePer(({ workloads }: Cluster): Families => {
  const hasIPv6 = workloads.some(({ addresses }) => addresses.some(({ family }) => family === 6));
  return hasIPv6 ? [4, 6] : [4];
});

/** An address that stands for everybody whom no rule, set or object of the rollout names; `null` where every candidate is named. */
export function outsideAddress(policies: readonly Policy[], cluster: Cluster, family: 4 | 6): string | null {
  const named = netsByText(ruleMentions(policies, [cluster]));
  const nets = [...cluster.sets.flatMap((set) => set.nets), ...named.values()].filter((net) => !isEverything(net));
  for (const text of CANDIDATES[family]) {
    const address = parseAddress(text);
    if (address !== undefined && !nets.some((net) => containsAddress(net, address))) return formatAddress(address);
  }
  return null;
}
