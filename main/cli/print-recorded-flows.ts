import { countOf, groupDigits } from '../engine/model/count-words';
import type { FlowFileAccount, FlowReport, RecordedFlow } from '../engine/model/flow-report';
import { positionInBrackets } from '../engine/report/format-position';
import { listAtMost } from './list-at-most';
import type { Style } from './style';

/** Flows that are listed under one heading before the rest is counted. */
const LISTED = 20;

/** What was recorded: files, window and agreement, then flows that the rollout breaks, those that live by the net, then differences that nobody explains. */
export function printRecordedFlows(flows: FlowReport | null, style: Style): readonly string[] {
  if (flows === null) return [];
  const { counts, coverage, window } = flows;
  const seen = [
    `${countOf(coverage.edgesSeen.length, 'connection')} seen`,
    `protected paths: ${groupDigits(coverage.pathsSeen.length)} seen, ${groupDigits(coverage.pathsNotSeen.length)} not, ${groupDigits(coverage.pathsNeverSeen.length)} never in flow logs`,
    `${countOf(coverage.silentWorkloads.length, 'workload')} silent`,
  ];
  return [
    style.heading('Recorded flows'),
    ...flows.files.map((file) => `  ${describeFile(file)}`),
    window.from === ''
      ? '  nothing was recorded'
      : `  from ${window.from} to ${window.to}, ${countOf(window.minutes, 'minute')} of it recorded`,
    `  ${flows.agreement}`,
    `  ${seen.join('; ')}`,
    ...printFlows(
      `${style.bad('would break')}: ${countOf(counts.wouldBreak, 'record')}`,
      flows.flows.filter(({ outcome }) => outcome === 'breaks'),
      ({ by, byPosition }) => `${by}${positionInBrackets(byPosition)}`,
    ),
    ...printFlows(
      `${style.warning('live by the safety net alone')}: ${countOf(counts.onlyByNet, 'record')}`,
      flows.flows.filter(({ outcome }) => outcome === 'only-by-net'),
      ({ by, byPosition }) => `${by}${positionInBrackets(byPosition)}`,
    ),
    ...printFlows(
      `${style.warning('unexplained')}: ${countOf(counts.unexplained, 'record')}`,
      flows.flows.filter(({ result }) => result.tag === 'mismatch'),
      ({ result }) => ('why' in result ? result.why : ''),
    ),
  ];
}

function describeFile({ file, format, records, rejected, rejectedCount }: FlowFileAccount): string {
  const [first] = rejected;
  const lost =
    first === undefined ? '' : `, ${countOf(rejectedCount, 'line')} not read (line ${first.line}: ${first.why})`;
  return `${file}: ${format === null ? 'not read' : `${format}, ${countOf(records, 'record')}`}${lost}`;
}

function printFlows(
  heading: string,
  flows: readonly RecordedFlow[],
  whyOf: (flow: RecordedFlow) => string,
): readonly string[] {
  if (flows.length === 0) return [];
  const lines = flows.map((flow) => {
    const { reporter, from, to, traffic, records } = flow;
    return `${from} → ${to} ${traffic} (${reporter}, ${countOf(records, 'record')}): ${whyOf(flow)}`;
  });
  return [`  ${heading}`, ...listAtMost(lines, LISTED).map((line) => `    ${line}`)];
}
