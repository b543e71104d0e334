import type { FlowRecord, RecordReading, RecordedHit } from './flow-record';
import type { RecordProblem } from './record-fields';
import { portOf } from './record-words';

/** A record whose words were read, but not checked. */
export interface RecordDraft extends Omit<FlowRecord, 'reporter' | 'action' | 'protocol' | 'port'> {
  readonly reporter: 'src' | 'dst' | undefined;
  readonly action: RecordedHit['action'] | undefined;
  readonly protocol: number | undefined;
  /** 0 for protocols without ports. */
  readonly port: number;
}

const LAST_PORT = 65_535;
/** The last millisecond that has a date. */
const LAST_TIME = 8_640_000_000_000_000;

/** What no record can do without. */
export function finishRecord(draft: RecordDraft, problem: RecordProblem): RecordReading {
  const { reporter, action, protocol, port, start, end, source, destination } = draft;
  if (problem.why !== '') return { tag: 'error', why: problem.why };
  if (reporter === undefined) return { tag: 'error', why: 'the reporter is neither the source nor the destination' };
  if (action !== 'allow' && action !== 'deny') return { tag: 'error', why: 'the action is neither Allow nor Deny' };
  if (protocol === undefined) return { tag: 'error', why: 'the protocol is not known' };
  if (port < 0 || port > LAST_PORT) return { tag: 'error', why: `port ${port} is not a port` };
  if (source.name === '' || destination.name === '') return { tag: 'error', why: 'an end has no name' };
  if (!(Math.abs(start) <= LAST_TIME && Math.abs(end) <= LAST_TIME)) return { tag: 'error', why: 'it has no time' };
  return { tag: 'record', record: { ...draft, reporter, action, protocol, port: portOf(protocol, port) } };
}
