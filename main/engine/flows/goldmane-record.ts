import type { JsonObject } from '../model/json';
import type { RecordReading, RecordedEnd } from './flow-record';
import { finishRecord } from './finish-record';
import { readHits } from './read-hits';
import type { RecordProblem } from './record-fields';
import { complain, objectField, textField, textsField, wholeField, wordField } from './record-fields';
import { readAction, readEndClass, readFlowProtocol, readNone, readReporter } from './record-words';

/** The names of Goldmane's fields in one of its two dialects, made from those that the message has. */
function namesIn(spell: (name: string) => string) {
  const side = (end: 'source' | 'dest') => ({
    class: spell(`${end}_type`),
    namespace: spell(`${end}_namespace`),
    name: spell(`${end}_name`),
    labels: spell(`${end}_labels`),
  });
  return {
    start: spell('start_time'),
    end: spell('end_time'),
    port: spell('dest_port'),
    serviceName: spell('dest_service_name'),
    serviceNamespace: spell('dest_service_namespace'),
    enforced: spell('enforced_policies'),
    pending: spell('pending_policies'),
    hits: { index: spell('policy_index'), rule: spell('rule_index') },
    counters: ['packets_in', 'packets_out', 'bytes_in', 'bytes_out'].map(spell),
    connections: ['num_connections_started', 'num_connections_live', 'num_connections_completed'].map(spell),
    sides: { source: side('source'), destination: side('dest') },
  };
}

type Names = ReturnType<typeof namesIn>;
type SideNames = Names['sides']['source'];

/** The JSON of Go's encoding/json: names as in the message, enumerations as numbers. */
const GO = namesIn((name) => name);

/** Protobuf JSON: lowerCamelCase, enumerations by name, 64-bit numbers as texts. */
const PROTOBUF = namesIn((name) => name.replace(/_[a-z]/g, (joint) => joint.slice(1).toUpperCase()));

/** A Flow message of Goldmane (calico: goldmane/proto/api.proto Flow), as the emitter, cmd/stream and grpcurl write it; zero values are absent. */
export function readGoldmaneRecord(flow: JsonObject): RecordReading {
  const problem: RecordProblem = { why: '' };
  const key = objectField(flow, 'Key', problem) ?? objectField(flow, 'key', problem) ?? {};
  const names = Object.hasOwn(key, GO.sides.source.name) ? GO : PROTOBUF;
  const policies = objectField(key, 'policies', problem) ?? {};
  const count = (name: string) => wholeField(flow, name, problem);
  const [started = 0, live = 0, completed = 0] = names.connections.map(count);
  const moved = names.counters.map(count).some((counted) => counted !== 0);
  return finishRecord(
    {
      start: readTime(flow, names.start, problem),
      end: readTime(flow, names.end, problem),
      reporter: readReporter(wordField(key, 'reporter')),
      action: readAction(wordField(key, 'action')),
      protocol: readFlowProtocol(textField(key, 'proto', problem)),
      port: wholeField(key, names.port, problem),
      source: readEnd(key, flow, names.sides.source, problem),
      destination: readEnd(key, flow, names.sides.destination, problem),
      service: readService(key, names, problem),
      enforced: readHits(policies, names.enforced, names.hits, problem),
      pending: readHits(policies, names.pending, names.hits, problem),
      idle: !moved && started + live + completed === 0,
      connections: Math.max(started, live, completed),
    },
    problem,
  );
}

function readEnd(key: JsonObject, flow: JsonObject, names: SideNames, problem: RecordProblem): RecordedEnd {
  const known = readEndClass(wordField(key, names.class));
  if (known === undefined) complain(problem, `${names.class} is not a known type of endpoint`);
  return {
    class: known,
    namespace: readNone(textField(key, names.namespace, problem)),
    name: textField(key, names.name, problem),
    labels: textsField(flow, names.labels, problem)?.toSorted(),
  };
}

function readService(key: JsonObject, names: Names, problem: RecordProblem): string | undefined {
  const name = readNone(textField(key, names.serviceName, problem));
  const namespace = readNone(textField(key, names.serviceNamespace, problem));
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

function readTime(flow: JsonObject, name: string, problem: RecordProblem): number {
  const seconds = wholeField(flow, name, problem);
  if (seconds <= 0) complain(problem, `${name} is not a time`);
  return seconds * 1000;
}
