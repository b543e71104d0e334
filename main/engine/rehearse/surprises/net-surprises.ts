import type { ProgramTier } from '../../compile/program';
import type { Policy } from '../../compile/policy';
import { decidingHit } from '../../evaluate/deciding-hit';

import { countOf } from '../../model/count-words';
import type { Evidence, Finding } from '../../model/finding';
import { allowsEverything, isUnconditional } from '../allows-everything';
import type { DecidedEdge } from './deciding-stages';
import { closedBetween, denyingStage } from './deciding-stages';
import { describeObject, edgeEvidence, fieldEvidence, listNames, orderEvidence, proved } from './evidence';
import { changedHosts, hostEvidence } from './host-questions';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { tiersAreTold } from './tiers-are-told';

/** Why the net did not keep open what promotion closes. */
type Escape =
  | { readonly tag: 'earlier-tier'; readonly name: string }
  | { readonly tag: 'own-tier'; readonly name: string }
  | { readonly tag: 'other-hook'; readonly name: string };

const ESCAPES: Readonly<
  Record<Escape['tag'], { readonly code: string; readonly because: string; readonly help: string }>
> = {
  'earlier-tier': {
    code: 'N6',
    because: 'a tier in front of the net’s denies them',
    help: 'A net catches nothing that an earlier tier denies, its end included: give these paths a rule there, or a net in that tier.',
  },
  'own-tier': {
    code: 'N8',
    because: 'a policy with a lower order decides before the net',
    help: 'An explicit Deny, or a Pass, in front of the net is not caught by it: give these paths a rule before it.',
  },
  'other-hook': {
    code: 'N9',
    because: 'the net is not in the lists for untracked, preDNAT and forwarded traffic',
    help: 'Add Allow rules to policies of the same hook: a net without applyOnForward, preDNAT or doNotTrack never sees this traffic.',
  },
};

/** N6, N8, N9: what promotion closes although the net is there. */
export const closedDespiteTheNet: Detector = (facts) => {
  const escaped = closedBetween(facts, 'now', 'promoted').flatMap((edge) => {
    const escape = escapeOf(edge, facts);
    return escape === null ? [] : [{ edge, escape }];
  });
  return (Object.keys(ESCAPES) as Escape['tag'][]).flatMap((tag): readonly Finding[] => {
    const group = escaped.filter(({ escape }) => escape.tag === tag);
    const { code, because, help } = ESCAPES[tag];
    const names = listNames(group.map(({ escape }) => escape.name));
    return proved(
      {
        code,
        severity: 'warns',
        title: `Promotion closes ${countOf(group.length, 'path')} although the net is there: ${because} (${names}).`,
        help,
      },
      edgeEvidence(
        facts,
        group.map(({ edge }) => edge.source),
        'now',
        'promoted',
      ),
    );
  });
};

function escapeOf({ stages }: DecidedEdge, { rollout }: SurpriseFacts): Escape | null {
  const stage = denyingStage(stages);
  if (stage === undefined) return null;
  const { net } = rollout;
  const hit = decidingHit(stage);
  if (hit === undefined) return null;
  if (stage.hook !== 'normal') return { tag: 'other-hook', name: hit.name };
  const tiers = rollout.worlds.promoted.arranged.tiers.map(({ tier }) => tier.name);
  if (hit.kind !== 'Profile' && tiers.indexOf(hit.tier) < tiers.indexOf(net.tier)) {
    return { tag: 'earlier-tier', name: hit.rule === -1 ? `end of tier ${hit.tier}` : hit.name };
  }
  if (!net[stage.direction] || (hit.rule === -1 && hit.tier === net.tier)) return null;
  return { tag: 'own-tier', name: hit.name };
}

/** N7: tiers behind the net's are not reached while it is there. */
export const tiersBehindTheNet: Detector = (facts) => {
  const { net, worlds } = facts.rollout;
  const { arranged, cluster } = worlds.promoted;
  const { tiers } = arranged;
  const own = tiers.findIndex(({ tier }) => tier.name === net.tier);
  const behind = tiers
    .slice(own + 1)
    .filter(({ tier }) => !tier.missing || tiersAreTold(cluster))
    .flatMap(({ tier, policies }) =>
      policies
        .filter(
          ({ policy, live }) =>
            live && policy.hook === 'normal' && policy.kind !== 'KubernetesBaselineAdminNetworkPolicy',
        )
        .map(({ policy }) => ({ tier, policy })),
    );
  return proved(
    {
      code: 'N7',
      severity: 'warns',
      title: `Tiers behind the net’s are not reached while it is there: ${listNames(behind.map(({ tier }) => tier.name))}.`,
      help: 'What these policies do is seen only when the net is gone; give the tier an order below that of tier default if it is to run before.',
    },
    behind.map(({ tier, policy }) => {
      const place = tier.missing
        ? 'which does not exist and so comes last'
        : `order ${tier.order}, after tier ${net.tier}`;
      return orderEvidence(facts, policy, `${describeObject(policy.resource)}: tier ${tier.name}, ${place}`);
    }),
  );
};

/** N10: without a selector the net selects the nodes too. */
export const netOpensHosts: Detector = (facts) => {
  const opened = changedHosts(facts, 'now', 'net', 'deny', 'allow');
  const names = opened.map(({ host }) => host.name);
  return proved(
    {
      code: 'N10',
      severity: 'warns',
      title: `The net opens the nodes too: ${listNames(names)} ${new Set(names).size === 1 ? 'is' : 'are'} closed today but for failsafe ports.`,
      help: 'A policy without selector selects host endpoints as well. Give the net namespaceSelector all() to leave the nodes as they are, or keep the time with the net short.',
    },
    opened.map((question) => hostEvidence(facts, question, 'now', 'net')),
  );
};

/** N15: a policy that allows everything, but only as a staged one. */
export const netThatHoldsNothing: Detector = (facts) => {
  const nets = facts.rollout.changes.flatMap(({ action, staged, resource }) =>
    action === 'Set' && staged !== null && resource.kind === staged.kind ? [staged] : [],
  );
  const open = nets.filter((policy) => allowsEverything(policy, 'ingress') && allowsEverything(policy, 'egress'));
  return proved(
    {
      code: 'N15',
      severity: 'informs',
      title: `A staged policy is no net: ${listNames(open.map(({ name }) => name))} holds nothing open until it is promoted.`,
      help: 'Staged policies are not in force. A net has to be an enforced GlobalNetworkPolicy.',
    },
    open.map((policy) => {
      const scope = policy.namespace === '' ? '' : ' in its namespace';
      return fieldEvidence(
        facts,
        policy.resource,
        ['kind'],
        `${describeObject(policy.resource)} allows everything${scope}, but is staged`,
      );
    }),
  );
};

/** N12: a net of the snapshot that governs one direction. */
export const halfANet: Detector = (facts) => {
  const { net, netFound } = facts.rollout;
  if (!netFound || (net.ingress && net.egress)) return [];
  const [governed, other] = net.ingress ? (['Ingress', 'egress'] as const) : (['Egress', 'ingress'] as const);
  const closed = closedBetween(facts, 'now', 'promoted').filter(
    ({ stages }) => denyingStage(stages)?.direction === other,
  );
  return proved(
    {
      code: 'N12',
      severity: 'warns',
      title: `The safety net governs ${governed} only: for ${other} there is no net at all.`,
      help: 'Let the net have both types, Ingress and Egress, with a rule for each.',
    },
    [
      fieldEvidence(
        facts,
        net.resource,
        ['spec', 'types'],
        `${describeObject(net.resource)} governs ${governed} alone`,
      ),
      ...edgeEvidence(
        facts,
        closed.map(({ source }) => source),
        'now',
        'promoted',
      ),
    ],
  );
};

/** N8: a policy that allows everything, behind one that denies everything. */
export const shadowedAllowEverything: Detector = (facts) => {
  const { evaluation } = facts.rollout.worlds.final;
  const shadows = facts.policies
    .filter((policy) => policy.hook === 'normal')
    .flatMap((policy) =>
      (['ingress', 'egress'] as const).flatMap((direction): readonly Evidence[] => {
        if (!allowsEverything(policy, direction)) return [];
        const endpoints = [...facts.selection.hosts(policy.selector), ...facts.selection.workloads(policy.selector)];
        const hidden = endpoints.flatMap((endpoint) => {
          const tiers = evaluation.programs.programOf(endpoint).tiers.normal[direction];
          const seal = sealBefore(tiers, policy);
          return seal === null ? [] : [{ seal, endpoint }];
        });
        return [...new Map(hidden.map(({ seal }) => [seal.policy, seal])).values()].map((seal) => {
          const reached = hidden
            .filter((one) => one.seal.policy === seal.policy)
            .map(({ endpoint }) => endpointLabel(endpoint));
          const text = `${describeObject(policy.resource)} ${direction} is not reached on ${listNames(reached)}: rule ${seal.rule} of ${describeObject(seal.policy.resource)} denies everything before it`;
          return fieldEvidence(facts, seal.policy.resource, seal.path, text);
        });
      }),
    );
  return proved(
    {
      code: 'N8',
      severity: 'warns',
      title: 'A policy that allows everything stands behind one that denies everything: it opens nothing there.',
      help: 'The lower order decides. Put the Allow before the Deny, or remove it: it is no net.',
    },
    shadows,
  );
};

/** N6, N8: what promotion puts in front of the net on a node; for pods the edges prove it. */
export const netSealedOffFromHosts: Detector = (facts) => {
  const { net, changes, worlds } = facts.rollout;
  const { cluster, evaluation } = worlds.promoted;
  const promoted = new Set(changes.map((change) => change.promoted));
  const sealed = cluster.hosts.flatMap((host) =>
    (['ingress', 'egress'] as const).flatMap((direction) => {
      const seal = sealBefore(evaluation.programs.programOf(host).tiers.normal[direction], net);
      return seal === null || !promoted.has(seal.policy) ? [] : [{ host: host.name, direction, seal }];
    }),
  );
  const find = (code: string, isOwnTier: boolean): readonly Finding[] => {
    const group = sealed.filter(({ seal }) => (seal.policy.tier === net.tier) === isOwnTier);
    const seals = new Map(group.map((one) => [`${describeObject(one.seal.policy.resource)} ${one.direction}`, one]));
    return proved(
      {
        code,
        severity: 'warns',
        title: `The net opens nothing on ${listNames(group.map(({ host }) => host))}: ${listNames(group.map(({ seal }) => seal.policy.name))} denies everything before it.`,
        help: 'On these nodes there is no net from the moment of promotion: only explicit Allow rules before the Deny, and failsafe ports, keep paths open.',
      },
      [...seals.values()].map(({ seal, direction }) => {
        const hosts = group
          .filter((one) => one.seal.policy === seal.policy && one.direction === direction)
          .map(({ host }) => host);
        const text = `${describeObject(seal.policy.resource)} ${direction} rule ${seal.rule} (${placeOf(seal.policy)}) stands before ${net.name} (${placeOf(net)}) on ${listNames(hosts)}`;
        return fieldEvidence(facts, seal.policy.resource, seal.path, text);
      }),
    );
  };
  return [...find('N6', false), ...find('N8', true)];
};

function placeOf({ tier, order }: Policy): string {
  return `tier ${tier}, ${Number.isFinite(order) ? `order ${order}` : 'no order'}`;
}

function endpointLabel(endpoint: {
  readonly tag: 'workload' | 'host';
  readonly name: string;
  readonly resource: { readonly namespace: string };
}): string {
  return endpoint.tag === 'host' ? endpoint.name : `${endpoint.resource.namespace}/${endpoint.name}`;
}

/** The rule that denies all that reaches it, in front of a policy; a Pass before it lets some traffic by, an Allow of everything all. */
function sealBefore(
  tiers: readonly ProgramTier[],
  policy: Policy,
): { readonly policy: Policy; readonly rule: number; readonly path: readonly (string | number)[] } | null {
  for (const tier of tiers) {
    let passes = false;
    for (const { policy: candidate, rules, certain } of tier.policies) {
      if (candidate === policy) return null;
      for (const rule of rules) {
        if (rule.action === 'pass') passes = true;
        if (certain && rule.action === 'allow' && isUnconditional(rule)) return null;
        if (certain && !passes && rule.action === 'deny' && isUnconditional(rule)) {
          return tiers.some(({ policies }) => policies.some((one) => one.policy === policy))
            ? { policy: candidate, rule: rule.index, path: rule.path }
            : null;
        }
      }
    }
  }
  return null;
}
