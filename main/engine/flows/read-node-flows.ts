import type { EndClass, FlowSink, RecordReading, RecordedEnd } from './flow-record';
import { finishRecord } from './finish-record';
import { readHitText } from './hit-text';
import { MAX_RECORD_LENGTH } from './limits';
import type { RecordProblem } from './record-fields';
import { complain } from './record-fields';
import { readAction, readFlowProtocol, readNone, readReporter } from './record-words';

/** The lines of one block, with what introduces them. */
interface Block {
  readonly line: number;
  readonly lines: string[];
  length: number;
}

/** Reads the text of `calico-node -flows` (calico: node/pkg/flowlogs/flowlogs.go): one block per flow, which begins with `- Time=`. */
export function readNodeFlows(text: string, sink: FlowSink): void {
  let block: Block | null = null;
  let line = 0;
  const finish = () => {
    if (block === null) return;
    const reading = block.length > MAX_RECORD_LENGTH ? TOO_LARGE : readBlock(block.lines);
    if (reading.tag === 'record') sink.record(reading.record, block.line);
    else sink.reject(block.line, reading.why);
    block = null;
  };
  for (let at = 0; at < text.length && !sink.full();) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    line += 1;
    if (text.startsWith('- Time=', at)) {
      finish();
      block = { line, lines: [], length: 0 };
    }
    if (block !== null) {
      block.length += end - at;
      if (block.length <= MAX_RECORD_LENGTH) block.lines.push(text.slice(at, end).replace(/\r$/, ''));
    } else if (end > at && text.slice(at, Math.min(end, at + 200)).trim() !== '') {
      sink.reject(line, 'this is outside of any flow');
    }
    at = end + 1;
  }
  if (!sink.full()) finish();
}

const TOO_LARGE: RecordReading = { tag: 'error', why: 'it is too large for a record' };

const HEAD = /^- Time=(.+?) Reporter=(\w+) Action=(\w+)\s*$/;
const ENDS =
  /^\s*Src=\{(\w+)\(([^{}]*)\)\} Dst=\{(\w+)\(([^{}]*)\) Svc:([^{}]*)\} Proto=\{(\w+)\((\d{1,20})\) Svc:[^{}]*\}\s*$/;
const COUNTS =
  /^\s*Counts=\{Ingress: ?(\d+)Pkts\/(\d+)Bytes Egress: ?(\d+)Pkts\/(\d+)Bytes\} Connections=\{Started: ?(\d+) Completed: ?(\d+) Live: ?(\d+)\}\s*$/;

function readBlock([head = '', ends = '', counts = '', ...policies]: readonly string[]): RecordReading {
  const problem: RecordProblem = { why: '' };
  const [, time = '', reporter, action] = HEAD.exec(head) ?? [];
  const found = ENDS.exec(ends);
  const counted = COUNTS.exec(counts)?.slice(1).map(Number);
  if (found === null) return { tag: 'error', why: 'its line of Src, Dst and Proto cannot be read' };
  if (counted === undefined) return { tag: 'error', why: 'its line of Counts and Connections cannot be read' };
  const [, sourceClass = '', source = '', destinationClass = '', destination = '', service = '', protocol = '', port] =
    found;
  const { enforced, pending } = splitLists(policies, problem);
  const start = readGoTime(time);
  return finishRecord(
    {
      start,
      end: start,
      reporter: readReporter(reporter),
      action: readAction(action),
      protocol: readFlowProtocol(protocol),
      port: Number(port),
      source: readEnd(sourceClass, source, problem),
      destination: readEnd(destinationClass, destination, problem),
      service: service.split('/').some((part) => readNone(part) === undefined) ? undefined : service,
      enforced: readHitText(enforced, problem),
      pending: readHitText(pending, problem),
      idle: counted.every((count) => count === 0),
      connections: Math.max(...counted.slice(4)),
    },
    problem,
  );
}

function splitLists(
  lines: readonly string[],
  problem: RecordProblem,
): { readonly enforced: string; readonly pending: string } {
  const lists: Record<'none' | 'enforced' | 'pending', string[]> = { none: [], enforced: [], pending: [] };
  let current: keyof typeof lists = 'none';
  for (const line of lines) {
    const word = line.trim();
    if (word === 'Enforced:') current = 'enforced';
    else if (word === 'Pending:') current = 'pending';
    else if (word !== '') lists[current].push(line);
  }
  if (current !== 'pending' || lists.none.length > 0) complain(problem, 'its lists of policies cannot be read');
  return { enforced: lists.enforced.join(' '), pending: lists.pending.join(' ') };
}

const CLASSES: ReadonlyMap<string, EndClass> = new Map([
  ['wep', 'wep'],
  ['hep', 'hep'],
  ['ns', 'ns'],
  ['net', 'net'],
]);

function readEnd(written: string, place: string, problem: RecordProblem): RecordedEnd {
  const known = CLASSES.get(written);
  if (known === undefined) complain(problem, `"${written}" is not a type of endpoint`);
  const slash = place.indexOf('/');
  if (slash < 0) complain(problem, 'an end has no namespace');
  return { class: known, namespace: readNone(place.slice(0, slash)), name: place.slice(slash + 1), labels: undefined };
}

const GO_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) ([+-]\d\d)(\d\d) \S+(?: m=\S+)?$/;

/** Go prints a time with its zone as offset and as name. */
function readGoTime(text: string): number {
  const [, day, clock, hours, minutes] = GO_TIME.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${clock}${hours}:${minutes}`);
}
