import type { Policy, StagedAction } from '../../compile/policy';
import { isStagedKind } from '../../compile/policy';
import { countOf } from '../../model/count-words';
import type { Evidence } from '../../model/finding';
import { isNet } from '../safety-net';
import { policyKey } from '../promote';
import { endLabels, fieldEvidence, listNames, proved } from './evidence';
import type { Preview } from './previews';
import { departingRule, enforcedPacket, wrongPreviews } from './previews';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { describeRuleOf } from './written-rules';

/** N4: the preview of flow logs ends in the net, too. */
export const previewEndsInTheNet: Detector = (facts) => {
  const masked = wrongPreviews(facts).filter(
    ({ verdict, hit }) => verdict === 'allow' && isNet(hit, facts.rollout.net),
  );
  const closing = facts.sources.filter(
    ({ edge }) => edge.verdicts.now.verdict === 'allow' && edge.verdicts.final.verdict === 'deny',
  );
  const hidden = masked.filter(({ source }) => closing.includes(source));
  const most = 3;
  return proved(
    {
      code: 'N4',
      severity: 'informs',
      title: `Flow logs cannot announce ${hidden.length} of the ${countOf(closing.length, 'path')} that will close: their preview ends in the net, too.`,
      help: 'While the net is there, observing shows no missing rule. Judge by the world final, or observe without the net.',
    },
    previewEvidence(facts, hidden).slice(0, most),
  );
};

/** S1, S2, S3: what a change with a twin, a Delete, a Learn or an Ignore makes the preview say. */
function previewsOf(facts: SurpriseFacts, wanted: StagedAction, isOf: (policy: Policy) => boolean): readonly Preview[] {
  const keys = new Set(
    facts.rollout.changes.filter(({ action }) => action === wanted).map(({ resource }) => policyKey(resource)),
  );
  if (keys.size === 0) return [];
  return wrongPreviews(facts).filter((preview) => {
    if (isNet(preview.hit, facts.rollout.net)) return false;
    return takingPart(facts, preview).some((policy) => keys.has(policyKey(policy)) && isOf(policy));
  });
}

/** The policy of the hit; of an end of the tier, those that brought the tier in. */
function takingPart({ rollout }: SurpriseFacts, { hit, endpoint, direction }: Preview): readonly Policy[] {
  const tiers = rollout.pending.programs.programOf(endpoint).tiers.normal[direction];
  const policies = tiers
    .filter(({ tier }) => tier.name === hit.tier)
    .flatMap((tier) => tier.policies.map(({ policy }) => policy));
  if (hit.rule === -1) return policies;
  return policies.filter(
    (policy) => policy.kind === hit.kind && policy.namespace === hit.namespace && policy.name === hit.name,
  );
}

/** S1: the version in force is asked before its staged successor. */
export const oldVersionAnswersFirst: Detector = (facts) => {
  const wrong = previewsOf(facts, 'Set', ({ kind }) => !isStagedKind(kind)).filter(({ hit }) => hit.rule >= 0);
  return proved(
    {
      code: 'S1',
      severity: 'warns',
      title: `The preview of ${listNames(wrong.map(({ hit }) => hit.name))} shows the version in force: ${countOf(wrong.length, 'path')} will be otherwise.`,
      help: 'Felix keeps the policy in force and asks it before its staged successor. Only the world final shows the replacement.',
    },
    previewEvidence(facts, wrong),
  );
};

/** S2: Felix is not told of a staged Delete. */
export const deletionIsNotPreviewed: Detector = (facts) => {
  const wrong = previewsOf(facts, 'Delete', ({ kind }) => !isStagedKind(kind));
  return proved(
    {
      code: 'S2',
      severity: 'warns',
      title: `Nothing previews the deletion of ${listNames(deletedNames(facts))}: ${countOf(wrong.length, 'path')} will be otherwise.`,
      help: 'Flow logs show the policy as if it stayed; only the world final shows the cluster without it.',
    },
    previewEvidence(facts, wrong),
  );
};

function deletedNames({ rollout }: SurpriseFacts): readonly string[] {
  return rollout.changes.filter(({ action }) => action === 'Delete').map(({ resource }) => resource.name);
}

/** S3: Felix does not look at stagedAction. */
export const ignoredIsPreviewed: Detector = (facts) => {
  const wrong = (['Learn', 'Ignore'] as const).flatMap((action) =>
    previewsOf(facts, action, ({ kind }) => isStagedKind(kind)),
  );
  return proved(
    {
      code: 'S3',
      severity: 'warns',
      title: `The preview counts policies that are not promoted (stagedAction Learn or Ignore): ${countOf(wrong.length, 'path')} will be otherwise.`,
      help: 'Remove them while observing: Felix evaluates them like any staged policy.',
    },
    previewEvidence(facts, wrong),
  );
};

/** S9, S13: what the flow-log evaluator matches otherwise than the dataplane. */
function departures(facts: SurpriseFacts, isOfSmallNets: boolean) {
  return wrongPreviews(facts).flatMap((preview) => {
    if (isNet(preview.hit, facts.rollout.net)) return [];
    const departing = departingRule(facts, preview);
    if (departing === null) return [];
    const { source, destination } = departing.rule;
    const { packet } = preview;
    const asEnforced = enforcedPacket(facts, preview);
    const differs = (
      [
        [source, packet.source, asEnforced.source],
        [destination, packet.destination, asEnforced.destination],
      ] as const
    ).some(([entity, pending, enforced]) =>
      [entity.positive, entity.negative].some((selector) => {
        if (selector === null) return false;
        const { pending: evaluation, worlds } = facts.rollout;
        return evaluation.peers.inSet(pending, selector) !== worlds.final.evaluation.peers.inSet(enforced, selector);
      }),
    );
    return differs === isOfSmallNets ? [{ preview, departing }] : [];
  });
}

function departureEvidence(facts: SurpriseFacts, found: ReturnType<typeof departures>): readonly Evidence[] {
  const rules = new Map(found.map(({ preview, departing }) => [departing.rule, { preview, departing }]));
  return [
    ...[...rules.values()].map(({ preview, departing: { policy, rule } }) => {
      const name = describeRuleOf({ policy: policy.policy, direction: preview.direction, rule, written: {} });
      return fieldEvidence(
        facts,
        policy.policy.resource,
        rule.path,
        `${name} is previewed otherwise than it is enforced`,
      );
    }),
    ...previewEvidence(
      facts,
      found.map(({ preview }) => preview),
    ),
  ];
}

/** S9: types of ICMP, IP versions and named ports are not looked at. */
export const previewMatchesOtherwise: Detector = (facts) => {
  const found = departures(facts, false);
  return proved(
    {
      code: 'S9',
      severity: 'warns',
      title: `The preview does not look at ICMP types, IP versions and named ports: ${countOf(found.length, 'path')} will be otherwise.`,
      help: 'Write port numbers instead of names where the preview is to be trusted; for ICMP and IP versions only the world final counts.',
    },
    departureEvidence(facts, found),
  );
};

/** S13: nets between /25 and /31 in network sets are not seen. */
export const smallNetsAreNotPreviewed: Detector = (facts) => {
  const found = departures(facts, true);
  return proved(
    {
      code: 'S13',
      severity: 'warns',
      title: `The preview does not see nets of network sets between /25 and /31 (IPv6: /121 to /127): ${countOf(found.length, 'path')} will be otherwise.`,
      help: 'Split such nets into single addresses, or write them into the rule itself, where the preview sees them.',
    },
    departureEvidence(facts, found),
  );
};

function previewEvidence(facts: SurpriseFacts, previews: readonly Preview[]): readonly Evidence[] {
  const once = [...new Map(previews.map((preview) => [preview.source, preview])).values()];
  const declaredFirst = once.toSorted(
    (left, right) => Number(left.source.edge.other) - Number(right.source.edge.other),
  );
  return declaredFirst.map(({ source, hit, verdict }): Evidence => {
    const { edge } = source;
    const by =
      hit.kind === 'Profile'
        ? 'preview: no policy'
        : `preview: ${hit.name}${hit.rule === -1 ? ` · end of tier ${hit.tier}` : ''}`;
    const after = { world: 'final', verdict: edge.verdicts.final.verdict, by: edge.verdicts.final.by } as const;
    return {
      tag: 'verdicts',
      ...endLabels(facts, source),
      traffic: edge.traffic,
      before: { world: 'staged', verdict, by },
      after,
    };
  });
}
