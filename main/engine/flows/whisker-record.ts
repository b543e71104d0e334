import type { JsonObject } from '../model/json';
import type { RecordReading, RecordedEnd } from './flow-record';
import { finishRecord } from './finish-record';
import { readHits } from './read-hits';
import type { RecordProblem } from './record-fields';
import { complain, objectField, textField, wholeField, wordField } from './record-fields';
import { readAction, readFlowProtocol, readNone, readReporter } from './record-words';

const HIT_NAMES = { index: 'policy_index', rule: 'rule_index' } as const;

/** A record of the REST list and of the stream (calico: whisker-backend/pkg/apis/v1/flows.go, handlers/v1/protoconvert.go). */
export function readWhiskerRecord(object: JsonObject): RecordReading {
  const problem: RecordProblem = { why: '' };
  const policies = objectField(object, 'policies', problem) ?? {};
  const counted = ['packets_in', 'packets_out', 'bytes_in', 'bytes_out'].map((name) =>
    wholeField(object, name, problem),
  );
  return finishRecord(
    {
      start: readTime(object, 'start_time', problem),
      end: readTime(object, 'end_time', problem),
      reporter: readReporter(wordField(object, 'reporter')),
      action: readAction(wordField(object, 'action')),
      protocol: readFlowProtocol(textField(object, 'protocol', problem)),
      port: wholeField(object, 'dest_port', problem),
      source: readEnd(object, 'source', problem),
      destination: readEnd(object, 'dest', problem),
      service: undefined,
      enforced: readHits(policies, 'enforced', HIT_NAMES, problem),
      pending: readHits(policies, 'pending', HIT_NAMES, problem),
      idle: counted.every((count) => count === 0),
      connections: undefined,
    },
    problem,
  );
}

/** Whisker renames both, whatever they are the name of. */
const SHOWN_NETWORKS: ReadonlyMap<string, string> = new Map([
  ['PUBLIC NETWORK', 'pub'],
  ['PRIVATE NETWORK', 'pvt'],
]);

/** Of the class only this much is told: a star ends the name of pods, and of nothing else. */
function readEnd(object: JsonObject, side: 'source' | 'dest', problem: RecordProblem): RecordedEnd {
  const written = textField(object, `${side}_name`, problem);
  const name = SHOWN_NETWORKS.get(written) ?? written;
  const labels = textField(object, `${side}_labels`, problem);
  return {
    class: name.endsWith('*') ? 'wep' : undefined,
    namespace: readNone(textField(object, `${side}_namespace`, problem)),
    name,
    labels: labels === '' ? undefined : labels.split(' | ').toSorted(),
  };
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function readTime(object: JsonObject, name: string, problem: RecordProblem): number {
  const text = textField(object, name, problem);
  const time = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) complain(problem, `${name} is not a time`);
  return time;
}
