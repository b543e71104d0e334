import type { Policy, Rule } from '../compile/policy';
import type { Connection, ConnectionEnd } from '../evaluate/connection-end';
import { decidingHit } from '../evaluate/deciding-hit';
import type { Locate } from '../evaluate/explain-connection';
import type { Evidence, Finding } from '../model/finding';
import { parseAddresses } from '../net/address';
import type { Address } from '../net/address';
import type { PortSet } from '../net/port-set';
import { containsPort } from '../net/port-set';
import { formatProtocol } from '../net/protocol';
import { usesFailsafe } from '../rehearse/decided-by';
import { decideIn } from '../rehearse/decide-in';
import type { Rollout, RolloutWorld } from '../rehearse/worlds';
import { decideWithFailsafe } from './path-answer';
import { MOST_EVIDENCE } from './path-evidence';

/** Somebody whom no rule names. */
const STRANGERS = parseAddresses(['203.0.113.77', '2001:db8::77']);

/** B4.3: Deny rules that name a port which failsafe lists let through before any policy is asked. */
export function unreachedDenies({ worlds: { final } }: Rollout, locate: Locate): readonly Finding[] {
  const evidence = denyRules(final).flatMap((deny): readonly Evidence[] => {
    const { policy, rule, direction } = deny;
    for (const connection of connectionsOf(final, deny)) {
      if (!isUnreached(final, connection, policy, rule)) continue;
      const port = `${formatProtocol(connection.protocol)} ${connection.port}`;
      const text = `${policy.kind} ${policy.name} denies ${port} (${direction} rule ${rule.index + 1}), and a failsafe port lets it through first`;
      return [{ tag: 'field', text, position: locate(policy.resource, rule.path) }];
    }
    return [];
  });
  if (evidence.length === 0) return [];
  return [
    {
      code: 'B4.3',
      severity: 'warns',
      title: 'A Deny rule is never reached: failsafe ports are looked at before any policy.',
      help: 'Take the port out of the failsafe list of the node, or give the entry a net, once a rule of your own allows those who need it.',
      evidence: evidence.slice(0, MOST_EVIDENCE),
    },
  ];
}

interface DenyRule {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly ports: PortSet;
  readonly direction: 'ingress' | 'egress';
}

/** Of policies that some host endpoint has in a list where failsafe ports come first: rules that deny ports by their numbers. */
function denyRules({ cluster, evaluation }: RolloutWorld): readonly DenyRule[] {
  const found = new Map<Rule, DenyRule>();
  for (const host of cluster.hosts) {
    const { tiers } = evaluation.programs.programOf(host);
    for (const hook of ['untracked', 'preDNAT', 'normal'] as const) {
      for (const direction of ['ingress', 'egress'] as const) {
        for (const { policy, rules } of tiers[hook][direction].flatMap((tier) => tier.policies)) {
          for (const rule of rules) {
            const { ports } = rule.destination;
            if (rule.action === 'deny' && ports !== null) {
              found.set(rule, { policy, rule, ports: ports.ranges, direction });
            }
          }
        }
      }
    }
  }
  return [...found.values()];
}

/** For each port of the rule that a failsafe list has: from somebody to a node, or from a node to somebody, whom the rule may mean. */
function connectionsOf({ cluster, paths }: RolloutWorld, { rule, ports, direction }: DenyRule): readonly Connection[] {
  const nets = (direction === 'ingress' ? rule.source.nets : rule.destination.nets)?.map(({ address }) => address);
  const strangers: readonly Address[] = [...STRANGERS, ...(nets ?? [])];
  return cluster.nodes.flatMap((node) => {
    const lists = paths.slice(0, 1).map(({ settings }) => {
      const { failsafeInbound, failsafeOutbound } = settings(node.name);
      return direction === 'ingress' ? failsafeInbound : failsafeOutbound;
    });
    const entries = lists.flatMap((list) => list.ports.filter(({ port }) => containsPort(ports, port)));
    return entries.flatMap(({ protocol, port, net }) =>
      node.addresses.flatMap((own) =>
        [...strangers, ...(net === null ? [] : [net.address])]
          .filter(({ family }) => family === own.family)
          .map((address): Connection => {
            const host: ConnectionEnd = { tag: 'node', node, address: own };
            const other: ConnectionEnd = { tag: 'outside', address };
            const ends = direction === 'ingress' ? { from: other, to: host } : { from: host, to: other };
            return { ...ends, family: own.family, protocol, port, icmpType: -1, icmpCode: -1, via: null };
          }),
      ),
    );
  });
}

/** Failsafe ports let it through, and without them this rule would deny it. */
function isUnreached(world: RolloutWorld, connection: Connection, policy: Policy, rule: Rule): boolean {
  const result = decideIn(world, connection);
  if (result.verdict !== 'allow' || !usesFailsafe(result)) return false;
  const bare = decideWithFailsafe(world, connection, () => ({ ports: [] }));
  const stage = bare.passages[0]?.stages.findLast(({ answer }) => answer === 'deny');
  const hit = stage === undefined ? undefined : decidingHit(stage);
  return (
    bare.verdict === 'deny' &&
    hit?.kind === policy.kind &&
    hit.namespace === policy.namespace &&
    hit.name === policy.name &&
    hit.rule === rule.index
  );
}
