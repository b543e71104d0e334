import { countOf } from '../engine/model/count-words';
import type { ClusterProfile } from '../engine/model/profile-of-cluster';
import type { Rehearsal } from '../engine/model/rehearsal';
import type { Gate } from '../engine/model/wizard';
import { countFindings, printFindings } from './print-findings';
import { printImport } from './print-import';
import { printChecks, printNet, printPromotion } from './print-plan';
import { countAtRisk, printProtectedPaths } from './print-protected-paths';
import { printRecordedFlows } from './print-recorded-flows';
import { printStaysOpen, printSteps, printWorlds } from './print-worlds';
import { redChecks } from './red-checks';
import type { Style } from './style';
import { wrapLines } from './wrap-lines';

/**
 * A rehearsal as text for a terminal or a log, at most 100 columns wide: header, import, worlds, steps, protected paths, checks and gates,
 * the net and its forms, order of promotion, recorded flows, findings, and a last line that can be counted. Nothing in it but what the rehearsal and the workspace
 * hold, so the same input gives the same text.
 */
export function printRun(rehearsal: Rehearsal, gates: readonly Gate[], style: Style): string {
  const { edges, parties, findings, protectedPaths, plan, flows } = rehearsal;
  const sections = [
    printHeader(rehearsal, style),
    printImport(rehearsal.accounting, rehearsal.diagnostics, style),
    printWorlds(rehearsal.pairs, style),
    printSteps(rehearsal.steps, edges, parties, style),
    printStaysOpen(edges, parties, style),
    printProtectedPaths(protectedPaths, style),
    printChecks(plan.steps, gates, style),
    printNet(plan, style),
    printPromotion(plan, style),
    printRecordedFlows(flows, style),
    printFindings(findings, style),
    [closingLine(rehearsal)],
  ].filter((section) => section.length > 0);
  return `${sections.map((section) => wrapLines(section).join('\n')).join('\n\n')}\n`;
}

function printHeader({ name, cluster, counts }: Rehearsal, style: Style): readonly string[] {
  return [
    style.heading(name),
    [
      countOf(counts.nodes, 'node'),
      countOf(counts.pods, 'pod'),
      countOf(counts.workloads, 'workload'),
      `${countOf(counts.policies, 'policy', 'policies')} in force`,
      countOf(counts.changes, 'change'),
      countOf(counts.classes, 'endpoint class', 'endpoint classes'),
    ].join(', '),
    describeCluster(cluster),
  ];
}

function describeCluster({ version, dataplane, complete }: ClusterProfile): string {
  return [
    version === '' ? 'Calico version unknown' : `Calico ${version}`,
    dataplane === 'unknown' ? 'dataplane unknown (iptables or nftables)' : dataplane,
    complete ? 'complete snapshot' : 'snapshot may be incomplete',
  ].join(', ');
}

/** `1 finding blocks, 2 warn, 0 inform; 1 check red; 1 of 9 protected paths at risk in final, 2 not checked.` */
export function closingLine({ findings, plan, protectedPaths }: Rehearsal): string {
  const red = redChecks(plan);
  const checks = red === 0 ? [] : [`${countOf(red, 'check')} red`];
  return `${[countFindings(findings), ...checks, countAtRisk(protectedPaths)].join('; ')}.`;
}
