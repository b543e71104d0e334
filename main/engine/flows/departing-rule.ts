import type { EntityMatch, PortMatch, Rule } from '../compile/policy';
import type { Packet } from '../evaluate/packet';
import type { Departure } from '../model/flow-report';
import { PROTOCOL } from '../model/traffic';
import type { HalfAsker, HalfQuestion } from './ask-half';

/** Why Felix's flow-log evaluator answers a rule otherwise than the dataplane does. */
export interface RuleDeparture {
  readonly departure: Departure;
  readonly why: string;
}

/** The first rule on the way that the evaluator and the dataplane match differently; `null`: there is none. */
export function findDepartingRule(
  question: HalfQuestion,
  pending: HalfAsker,
  previewed: HalfAsker,
): RuleDeparture | null {
  const [seen, real] = [pending.packetOf(question), previewed.packetOf(question)];
  for (const tier of pending.tiersOf(question)) {
    for (const { policy, rules } of tier.policies) {
      const rule = rules.find(
        (candidate) => pending.evaluation.matcher(candidate, seen) !== previewed.evaluation.matcher(candidate, real),
      );
      if (rule === undefined) continue;
      const { departure, what } = classify(rule, seen, real, pending, previewed);
      return { departure, why: `Felix previews rule ${rule.index} of ${policy.name} otherwise: ${what}` };
    }
  }
  return null;
}

function classify(
  rule: Rule,
  seen: Packet,
  real: Packet,
  pending: HalfAsker,
  previewed: HalfAsker,
): { readonly departure: Departure; readonly what: string } {
  const sides = [
    [rule.source, seen.source, real.source],
    [rule.destination, seen.destination, real.destination],
  ] as const;
  const overlooked = sides.some(([entity, ours, theirs]) =>
    [entity.positive, entity.negative].some(
      (selector) =>
        selector !== null &&
        pending.evaluation.peers.inSet(ours, selector) !== previewed.evaluation.peers.inSet(theirs, selector),
    ),
  );
  if (overlooked) {
    return { departure: 'D14', what: 'it does not see nets of network sets between /25 and /31 (IPv6: /121 to /127)' };
  }
  if (sides.some(([entity]) => namesPorts(entity))) {
    return { departure: 'D5', what: 'it never finds named ports' };
  }
  if (seen.protocol === PROTOCOL.sctp && rule.destination.service !== null) {
    return { departure: 'D7', what: 'it does not know SCTP in the ports of services' };
  }
  if (rule.http) return { departure: 'D9', what: 'it takes HTTP matches for matched' };
  return { departure: 'D6', what: 'it looks at neither ICMP types nor IP versions' };
}

function namesPorts({ ports, notPorts }: EntityMatch): boolean {
  const names = (match: PortMatch | null) => match?.names ?? [];
  return names(ports).length > 0 || names(notPorts).length > 0;
}
