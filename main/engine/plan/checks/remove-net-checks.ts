import { countOf, groupDigits } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import { standingOf } from '../../model/protected-path';
import { YES } from '../../model/tri';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { changeLine, findingLines, machineCheck, tellFindings } from './check';
import { checkEndingFlows } from './ending-flow-checks';
import { checkFelix } from './felix-checks';
import type { PathState } from './path-checks';
import { checkPaths, describeVerdict, nameOfPath } from './path-checks';
import { checkRollback, rollbackRows } from './rollback-check';
import { sentences } from './sentences';
import { countUntold, unchangedCheck } from './unchanged-check';

/** What must hold before the net goes: this is the cut-over, larger than the promotion. */
export function checkRemoveNet(facts: PlanFacts): readonly MachineCheck[] {
  return [
    checkRollback('remove-net', rollbackAfterwards(facts)),
    checkFelix('remove-net', facts.findings),
    ...checkPaths('remove-net', 'final', facts.protectedPaths),
    checkFailsafe(facts),
    checkChanges(facts),
    checkBareHosts(facts),
    ...checkEndingFlows(facts),
  ];
}

/** L42 in the end: whether the net could still be put back. */
function rollbackAfterwards({ protectedPaths }: PlanFacts): readonly PathState[] {
  return rollbackRows(protectedPaths).map((path) => ({ path, verdict: path.verdicts.final, where: 'without the net' }));
}

/** Failsafe ports open to everybody, and only what their list holds. */
function checkFailsafe({ protectedPaths, findings }: PlanFacts): MachineCheck {
  const id = 'remove-net.failsafe';
  const title = 'No protected path relies on failsafe ports alone';
  const weak = protectedPaths.filter((path) => path.verdicts.final.tag === 'failsafe-only');
  const told = protectedPaths.filter((path) => !['unknown', 'absent'].includes(standingOf(path, path.verdicts.final)));
  const found = findings.filter(({ code }) => code.startsWith('B4'));
  if (told.length === 0) return machineCheck(id, title, 'grey', 'No protected path could be checked.');
  if (weak.length + found.length === 0)
    return machineCheck(id, title, 'green', 'Each that is open is open by a rule, or no policy decides.');
  const detail = sentences(
    weak.length === 0
      ? ''
      : `${countOf(weak.length, 'protected path')} stay open by failsafe ports alone, from everywhere: one change of that list closes them.`,
    tellFindings(found),
  );
  const lines = weak.map((path): CheckLine => {
    const { text, position } = describeVerdict(path.verdicts.final);
    return { text: `${nameOfPath(path)}: ${text}`, position };
  });
  return machineCheck(id, title, 'amber', detail, [...lines, ...findingLines(found)]);
}

function checkChanges({ stepChanges, edges }: PlanFacts): MachineCheck {
  const { compared, opened, closed, becameUndecided, listed } = stepChanges['remove-net'];
  const id = 'remove-net.changes';
  const title = 'Removing the net changes no verdict';
  if (compared === 0)
    return machineCheck(id, title, 'grey', 'There is nothing to compare: the snapshot holds no two ends.');
  if (opened + closed + becameUndecided === 0)
    return unchangedCheck(id, title, { compared }, countUntold(edges, 'promoted', 'final'));
  return machineCheck(
    id,
    title,
    'amber',
    `This is the real cut-over: of ${groupDigits(compared)} verdicts ${groupDigits(closed)} become deny, ${groupDigits(opened)} allow, ${groupDigits(becameUndecided)} undecided, all at once. Open connections live on; new ones do not.`,
    listed.map(changeLine),
  );
}

/** H3: a host endpoint without profile denies as soon as nothing selects it. */
function checkBareHosts({ rollout, findings, locate }: PlanFacts): MachineCheck {
  const id = 'remove-net.bare-hosts';
  const title = 'No host endpoint is held open by the net';
  const { cluster } = rollout.worlds.final;
  const held = cluster.hosts.filter(
    ({ profiles, labels }) =>
      profiles.length === 0 && rollout.shared.selectors.matches(rollout.net.selector, labels) === YES,
  );
  const found = findings.filter(({ code }) => code === 'H3');
  if (held.length + found.length === 0) {
    const told = cluster.hosts.length === 0 ? 'There are no host endpoints.' : 'Each has a profile.';
    return machineCheck(id, title, 'green', told);
  }
  const lines = held.map(({ name, node, resource }): CheckLine => ({
    text: `host endpoint ${name} of node ${node} has no profile`,
    position: locate(resource, ['spec']),
  }));
  const detail = sentences(
    held.length === 0
      ? ''
      : `${countOf(held.length, 'host endpoint')} without a profile: what no policy allows there, removing the net cuts, failsafe ports aside.`,
    tellFindings(found),
  );
  return machineCheck(id, title, 'amber', detail, [...lines, ...findingLines(found)]);
}
