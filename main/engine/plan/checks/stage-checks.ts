import { countOf, groupDigits } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import type { Resource } from '../../model/resource';
import { policyKey } from '../../rehearse/promote';
import { describeObject, listNames } from '../../rehearse/surprises/evidence';
import type { PlanFacts } from '../plan-facts';
import { manifestOf, objectKey } from '../manifest';
import { otherObjects } from '../rollout-operations';
import type { CheckLine } from './check';
import { changeLine, findingLines, machineCheck, tellFindings } from './check';
import { checkConversion } from './conversion-check';
import { checkFelix } from './felix-checks';
import { checkChangesRead } from './input-checks';
import { checkNames } from './names-check';
import { checkOtherFindings } from './other-findings';
import { checkPaths } from './path-checks';
import { sentences } from './sentences';
import { checkActions } from './staged-action-check';
import { checkStagedKinds } from './staged-kinds-check';
import { checkStagedSelection } from './stage-selection-checks';
import { checkTypes } from './types-check';

/** What must hold before the change set is staged. */
export function checkStage(facts: PlanFacts): readonly MachineCheck[] {
  return [
    checkChangesRead(facts),
    checkEqualsNet(facts),
    checkFelix('stage', facts.findings),
    checkConversion(facts),
    checkNames(facts),
    checkTiers(facts),
    checkOrders(facts),
    checkTwins(facts),
    checkActions(facts),
    checkTypes(facts),
    ...checkStagedSelection(facts),
    checkStagedKinds(facts),
    checkOthers(facts),
    checkVisibility(facts),
    checkOtherFindings(facts.findings),
    ...checkPaths('stage', 'staged', facts.protectedPaths),
  ];
}

const NOTHING_STAGED = 'The change set holds no policy: there is nothing to stage.';

/** The proof of the step: staged policies decide nothing. */
function checkEqualsNet({ stepChanges, rollout }: PlanFacts): MachineCheck {
  const { compared, opened, closed, becameUndecided, listed } = stepChanges.stage;
  const id = 'stage.equals-net';
  const title = 'Staging changes no verdict';
  const changed = opened + closed + becameUndecided;
  if (rollout.changes.length === 0) return machineCheck(id, title, 'grey', NOTHING_STAGED);
  if (compared === 0)
    return machineCheck(id, title, 'grey', 'There is nothing to compare: the snapshot holds no two ends.');
  if (changed === 0) {
    return machineCheck(
      id,
      title,
      'green',
      `0 of ${groupDigits(compared)} verdicts change: world staged equals world net. Felix does not program staged policies.`,
    );
  }
  const told = `${groupDigits(changed)} of ${groupDigits(compared)} verdicts change although nothing is enforced: ${groupDigits(opened)} open, ${groupDigits(closed)} close, ${groupDigits(becameUndecided)} cannot be told any more.`;
  const state = opened + closed > 0 ? 'red' : 'amber';
  return machineCheck(id, title, state, told, listed.map(changeLine));
}

/** A policy of a missing tier is in force all the same, behind all others. */
function checkTiers({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.tier-exists';
  const title = 'The tier of every change exists';
  const { cluster, arranged } = rollout.worlds.final;
  const used = rollout.changes.flatMap((change) => change.promoted ?? change.staged ?? []);
  const missing = arranged.tiers.filter(({ tier }) => tier.missing).map(({ tier }) => tier.name);
  const lost = used.filter(({ tier }) => missing.includes(tier));
  if (lost.length === 0) {
    return machineCheck(
      id,
      title,
      'green',
      `Tiers used: ${listNames(used.map(({ tier }) => tier)) || 'none'}; all exist.`,
    );
  }
  const lines = lost.map((policy): CheckLine => ({
    text: `${describeObject(policy.resource)}: tier ${policy.tier}`,
    position: locate(policy.resource, ['spec', 'tier']),
  }));
  const told = cluster.profile.complete || cluster.resources.some(({ kind }) => kind === 'Tier');
  return told
    ? machineCheck(
        id,
        title,
        'amber',
        `${listNames(lost.map(({ tier }) => tier))} does not exist: such policies run behind all tiers, and the tier ends in Deny. Create the tier first.`,
        lines,
      )
    : machineCheck(
        id,
        title,
        'grey',
        `The snapshot holds no Tier: nobody can tell whether ${listNames(lost.map(({ tier }) => tier))} exists.`,
        lines,
      );
}

/** Without an order a policy comes after every policy that has one, a net of order 100000 included. */
function checkOrders({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.order-set';
  const title = 'Every change has an order';
  const unordered = rollout.changes.flatMap(({ action, promoted }) =>
    action === 'Set' && promoted !== null && !Number.isFinite(promoted.order) ? [promoted] : [],
  );
  if (unordered.length === 0) return machineCheck(id, title, 'green', 'Each has one, written or that of its kind.');
  return machineCheck(
    id,
    title,
    'amber',
    `${listNames(unordered.map(({ name }) => name))}: a missing order means last. It is not "very early", and a net of order 100000 runs before it: the preview shows the net’s answer.`,
    unordered.map((policy): CheckLine => ({
      text: `${describeObject(policy.resource)}: no order in tier ${policy.tier}`,
      position: locate(policy.resource, ['spec']),
    })),
  );
}

/** D4: a preview asks the policy in force before its staged successor. */
function checkTwins({ rollout, findings, locate }: PlanFacts): MachineCheck {
  const id = 'stage.twins';
  const title = 'No change replaces a policy in force';
  const live = new Map(rollout.enforced.map((policy) => [policyKey(policy), policy]));
  const twins = rollout.changes.filter(({ resource, action }) => action === 'Set' && live.has(policyKey(resource)));
  if (twins.length === 0)
    return machineCheck(id, title, 'green', 'No policy in force has the kind and name of a change.');
  const shown = findings.filter(({ code }) => code === 'S1');
  const detail = sentences(
    `Promotion overwrites ${countOf(twins.length, 'policy', 'policies')} in force. Flow logs keep the old version and ask it first: a tightened copy does not show what it denies (D4).`,
    tellFindings(shown),
  );
  return machineCheck(id, title, 'amber', detail, [
    ...twins.map(({ resource }) => changedLine(resource, 'replaces the policy in force', locate)),
    ...findingLines(shown),
  ]);
}

function changedLine(resource: Resource, what: string, locate: PlanFacts['locate']): CheckLine {
  return { text: `${describeObject(resource)} ${what}`, position: locate(resource, ['metadata', 'name']) };
}

/** Tiers, sets and whatever else the change set holds are in force from this step on; what stands in the cluster as it is needs nothing. */
function checkOthers({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.other-objects';
  const title = 'Nothing of the change set takes effect before it is promoted';
  const others = otherObjects(rollout);
  const { resources } = rollout.worlds.now.cluster;
  const live = new Map(others.length === 0 ? [] : resources.map((resource) => [objectKey(resource), resource]));
  const changed = others.flatMap((resource) => {
    const before = live.get(objectKey(resource));
    return before !== undefined && isSameObject(before, resource) ? [] : [{ resource, isNew: before === undefined }];
  });
  if (changed.length === 0) {
    const told =
      others.length === 0
        ? 'It holds policies alone.'
        : `${countOf(others.length, 'object')} beside policies ${others.length === 1 ? 'is' : 'are'} in the snapshot as ${others.length === 1 ? 'it is' : 'they are'}.`;
    return machineCheck(id, title, 'green', told);
  }
  const replaced = changed.filter(({ isNew }) => !isNew).length;
  return machineCheck(
    id,
    title,
    'amber',
    sentences(
      `${countOf(changed.length, 'object')} beside policies cannot be staged: they are applied first in this step, and take effect at once.`,
      replaced === 0
        ? ''
        : `${countOf(replaced, 'object')} of these ${replaced === 1 ? 'is' : 'are'} replaced as a whole: fields, labels and annotations that the file leaves out go.`,
    ),
    changed.map(({ resource, isNew }) =>
      changedLine(resource, isNew ? 'takes effect at once' : 'replaces what is there at once', locate),
    ),
  );
}

function isSameObject(left: Resource, right: Resource): boolean {
  const text = (resource: Resource) => JSON.stringify(manifestOf(resource, 'written').object);
  return text(left) === text(right);
}

/** What flow logs show of the change set while the net is there, and what they never show. */
function checkVisibility({ findings, rollout }: PlanFacts): MachineCheck {
  const id = 'stage.visibility';
  const title = 'Flow logs announce what promotion does';
  if (rollout.changes.length === 0) return machineCheck(id, title, 'grey', NOTHING_STAGED);
  const codes = ['N4', 'S4', 'S8', 'S9', 'S11', 'S12', 'S13', 'S20'];
  const found = findings.filter(({ code }) => codes.includes(code));
  const denies = rollout.changes
    .flatMap(({ staged }) => staged ?? [])
    .filter((policy) => [...policy.inbound, ...policy.outbound].some(({ action }) => action === 'deny'));
  const shown =
    denies.length === 0
      ? 'While the net is there flow logs show no denial at all of this change set: it denies by omission, and the net’s Allow follows in the same tier.'
      : `While the net is there flow logs show explicit staged Deny rules alone (${listNames(denies.map(({ name }) => name))}); what is denied by omission ends in the net’s Allow.`;
  const never =
    'Hosts, deletions, policies with a live twin, named ports and small nets of network sets are never shown as they will be.';
  if (found.length === 0 && denies.length === rollout.changes.length) {
    return machineCheck(id, title, 'green', shown);
  }
  return machineCheck(id, title, 'amber', sentences(shown, never, tellFindings(found)), findingLines(found));
}
