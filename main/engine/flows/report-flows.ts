import { assertNever } from '../model/assert-never';
import { groupDigits } from '../model/count-words';
import type { FlowFileAccount, FlowReport, FlowResult, RecordedFlow } from '../model/flow-report';
import type { FlowFile } from '../model/inputs';
import { nameOfFlowFile } from '../model/inputs';
import type { RecordedEnds, WorldComparer } from './compare-in-world';
import { createWorldComparer } from './compare-in-world';
import { createEdgeFinder } from './find-edges';
import { flowCoverage } from './flow-coverage';
import type { FlowFacts } from './flow-facts';
import type { FlowGroup } from './flow-groups';
import type { FoundFlow } from './flow-rows';
import { flowRows } from './flow-rows';
import { formatTime } from './flow-words';
import { createForesight } from './foresee-flow';
import type { RecordWindows } from './observed-time';
import { observedMinutes } from './observed-time';
import type { FlowFileReading } from './read-flow-file';
import { readFlowFile } from './read-flow-file';
import { createEndResolver } from './resolve-end';

/**
 * Reads recorded flows, finds their ends in the snapshot, and holds each against the world it was most likely recorded in: the
 * enforced verdict of the reporter's half, and Felix's preview of it. Every distinct flow is decided once. `tell` hears how far it is, in
 * characters of the files.
 */
export function reportFlows(
  files: readonly FlowFile[],
  facts: FlowFacts,
  tell: (done: number, total: number) => void = () => undefined,
): FlowReport {
  const resolver = createEndResolver(facts);
  const comparers = facts.worlds.map(createWorldComparer);
  const foresight = createForesight(facts);
  const edgesOf = createEdgeFinder(facts.edges);
  const endsOf = ({ record: { source, destination } }: FlowGroup): RecordedEnds => ({
    source: resolver.resolve(source, destination.namespace),
    destination: resolver.resolve(destination, source.namespace),
  });
  const accounts: FlowFileAccount[] = [];
  const found: FoundFlow[] = [];
  const windows: RecordWindows[] = [];
  const total = files.reduce((sum, { text }) => sum + text.length, 0);
  let [before, after] = [0, 0];
  for (const file of files) {
    [before, after] = [after, after + file.text.length];
    tell(before, total);
    const reading = readFlowFile(file);
    const fits = fitWorlds(reading.groups, comparers, endsOf);
    const [best] = fits;
    accounts.push(accountOf(file, reading, fits));
    windows.push(reading.windows);
    if (best === undefined) continue;
    for (const [index, group] of reading.groups.entries()) {
      tell(before + Math.floor((file.text.length * index) / reading.groups.length), total);
      const ends = endsOf(group);
      const compared = best.comparer.compare(group, ends);
      const foreseen = foresight.foresee(group.record, compared, best.comparer);
      found.push({ file: nameOfFlowFile(file), group, ends, compared, foreseen, edges: edgesOf(group.record, ends) });
    }
  }
  const flows = flowRows(found);
  const counts = countRecords(flows);
  return {
    files: accounts,
    flows,
    window: { ...spanOf(found), minutes: observedMinutes(windows) },
    counts,
    agreement: agreementLine(counts),
    coverage: flowCoverage(found, facts),
  };
}

/** How well a world explains a file. */
interface WorldFit {
  readonly comparer: WorldComparer;
  /** Records of the sample that it decides as recorded, by whom they were decided. */
  readonly agree: number;
  readonly compared: number;
}

/** More distinct flows than these tell nothing new about when a file was recorded. */
const MOST_SAMPLED = 500;

/** The worlds, the one that explains the file best first; where some do alike, the likelier one. */
function fitWorlds(
  groups: readonly FlowGroup[],
  comparers: readonly WorldComparer[],
  endsOf: (group: FlowGroup) => RecordedEnds,
): readonly WorldFit[] {
  if (groups.length === 0) return [];
  const stride = Math.max(1, Math.floor(groups.length / MOST_SAMPLED));
  const sample = groups.filter((_, index) => index % stride === 0);
  return comparers
    .map((comparer) => {
      let [agree, compared] = [0, 0];
      for (const group of sample) {
        const { result } = comparer.compare(group, endsOf(group));
        if (!isComparable(result)) continue;
        compared += group.records;
        if (result.tag === 'match' || result.tag === 'match-set') agree += group.records;
      }
      return { comparer, agree, compared };
    })
    .toSorted((left, right) => right.agree - left.agree);
}

function accountOf(file: FlowFile, reading: FlowFileReading, fits: readonly WorldFit[]): FlowFileAccount {
  const { format, records, rejected, rejectedCount } = reading;
  const told = fits.filter(({ compared }) => compared > 0);
  const worlds = told.map(({ comparer: { world }, agree, compared }) => ({
    net: world.net,
    changes: world.changes,
    agree,
    compared,
  }));
  const [best] = worlds;
  const recordedIn = best === undefined ? null : { net: best.net, changes: best.changes };
  return { file: nameOfFlowFile(file), format, records, rejected, rejectedCount, recordedIn, fits: worlds };
}

type Comparison = 'agree' | 'explained' | 'unexplained' | 'notComparable';

function comparisonOf({ tag }: FlowResult): Comparison {
  switch (tag) {
    case 'match':
    case 'match-verdict':
    case 'match-set':
      return 'agree';
    case 'expected-difference':
    case 'stale-connection':
    case 'snapshot-drift':
      return 'explained';
    case 'mismatch':
      return 'unexplained';
    case 'not-comparable':
    case 'unresolved':
      return 'notComparable';
    default:
      return assertNever(tag);
  }
}

function isComparable(result: FlowResult): boolean {
  return comparisonOf(result) !== 'notComparable';
}

function countRecords(flows: readonly RecordedFlow[]): FlowReport['counts'] {
  const counts = { agree: 0, explained: 0, unexplained: 0, notComparable: 0 };
  const sum = (wanted: (flow: RecordedFlow) => boolean) =>
    flows.reduce((total, flow) => total + (wanted(flow) ? flow.records : 0), 0);
  for (const { result, records } of flows) counts[comparisonOf(result)] += records;
  return {
    records: sum(() => true),
    comparable: counts.agree + counts.explained + counts.unexplained,
    ...counts,
    wouldBreak: sum(({ outcome }) => outcome === 'breaks'),
    onlyByNet: sum(({ outcome }) => outcome === 'only-by-net'),
    unannounced: sum(({ unannounced }) => unannounced !== null),
  };
}

function agreementLine({ agree, comparable, explained, unexplained, notComparable }: FlowReport['counts']): string {
  return [
    `${groupDigits(agree)} of ${groupDigits(comparable)} comparable records agree`,
    `${groupDigits(explained)} explained`,
    `${groupDigits(unexplained)} unexplained`,
    `${groupDigits(notComparable)} not comparable`,
  ].join('; ');
}

function spanOf(found: readonly FoundFlow[]): Pick<FlowReport['window'], 'from' | 'to'> {
  if (found.length === 0) return { from: '', to: '' };
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { group } of found) {
    from = Math.min(from, group.start);
    to = Math.max(to, group.end);
  }
  return { from: formatTime(from), to: formatTime(to) };
}
