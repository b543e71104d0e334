import type { Doubt } from '../model/verdict';
import type { ConnectionResult } from './connection';
import type { DecidingHit } from './decide';
import { findPolicy } from './find-policy';
import type { Stage } from './passage';
import type { PathContext } from './path-context';

/** Why a connection cannot be told, each with the command that would settle it; nothing where it can. */
export function doubtsOf(result: ConnectionResult, context: PathContext): readonly Doubt[] {
  if (result.verdict !== 'undecided') return [];
  const whys = new Set<string>();
  for (const passage of result.passages) {
    for (const doubt of passage.doubts) whys.add(doubt);
    for (const stage of passage.stages) {
      for (const hit of stage.decision?.hits ?? []) {
        if (!hit.certain) whys.add(whyUncertain(hit, stage, context));
      }
    }
  }
  const commands = settingCommands(context);
  return [...whys].map((why) => ({
    why,
    command: commands.get(why) ?? firewallCommand(why) ?? rulesCommand(why, context) ?? missingObjectsCommand(context),
  }));
}

const HANGS_ON_DATAPLANE = 'depends on the dataplane: it asks for an ICMP type and names no protocol';

function whyUncertain(hit: DecidingHit, stage: Stage, { evaluation }: PathContext): string {
  const policy = findPolicy(hit, stage, evaluation);
  const rule = policy?.certain === true ? policy.rules.find(({ index }) => index === hit.rule) : undefined;
  const asksForType = rule !== undefined && rule.protocol === null && (rule.icmp !== null || rule.notIcmp !== null);
  return `whether ${hit.name} matches ${asksForType ? HANGS_ON_DATAPLANE : 'depends on what is not in the files'}`;
}

/** What a dataplane made of a rule it prints itself. */
function rulesCommand(why: string, { evaluation }: PathContext): string | null {
  if (!why.endsWith(HANGS_ON_DATAPLANE)) return null;
  const node = `kubectl -n ${evaluation.cluster.felix.namespace} exec daemonset/calico-node -c calico-node --`;
  switch (evaluation.dataplane) {
    case 'iptables':
      return `${node} iptables-save -t filter`;
    case 'nftables':
      return `${node} nft list ruleset`;
    case 'ebpf':
      return `${node} sh -c 'for link in $(ls /sys/class/net); do calico-node -bpf policy dump $link all; done'`;
  }
}

/** What the files do not tell of Felix's own settings has a command of its own. */
function settingCommands({ evaluation, settings }: PathContext): ReadonlyMap<string, string> {
  const { nodes, hosts } = evaluation.cluster;
  const names = new Set(['', ...nodes.map(({ name }) => name), ...hosts.map(({ node }) => node)]);
  const doubts = [...names].flatMap((name) => settings(name).doubts);
  return new Map(doubts.map(({ why, command }) => [why, command]));
}

/** What the node's own firewall does only the node can tell. */
function firewallCommand(why: string): string | null {
  const { chain, node } = /^the (?<chain>FORWARD|INPUT) rules of (?<node>\S+) /.exec(why)?.groups ?? {};
  if (chain === undefined || node === undefined) return null;
  return `kubectl debug node/${node} -it --image=busybox -- chroot /host iptables -S ${chain}`;
}

/** The objects that are most often missing; which one it is the clauses say. */
function missingObjectsCommand({ evaluation }: PathContext): string {
  const known = new Set(evaluation.cluster.resources.map((resource) => resource.kind));
  const wanted = [
    known.has('Pod') ? '' : 'pods',
    known.has('Namespace') ? '' : 'namespaces',
    known.has('ServiceAccount') ? '' : 'serviceaccounts',
    known.has('EndpointSlice') ? '' : 'endpointslices.discovery.k8s.io',
  ].filter((name) => name !== '');
  return `kubectl get ${wanted.length === 0 ? 'namespaces,serviceaccounts' : wanted.join(',')} -A -o yaml`;
}
