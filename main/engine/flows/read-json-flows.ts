import { isJsonObject } from '../model/json';
import type { Json, JsonObject } from '../model/json';
import type { FlowSink, RecordReading } from './flow-record';
import { readGoldmaneRecord } from './goldmane-record';
import { splitJson } from './split-json';
import { readWhiskerRecord } from './whisker-record';

/**
 * Reads every record of a JSON text: a list of Whisker, what grpcurl lists, the lines of Goldmane's emitter, or the objects that
 * cmd/stream prints one after the other.
 */
export function readJsonFlows(text: string, sink: FlowSink, firstLine = 1): void {
  splitJson(
    text,
    {
      value(slice, line) {
        const reading = readObject(slice);
        if (reading.tag === 'record') sink.record(reading.record, line);
        else sink.reject(line, reading.why);
      },
      problem: (line, why) => sink.reject(line, why),
      full: () => sink.full(),
    },
    firstLine,
  );
}

function readObject(slice: string): RecordReading {
  let value: Json;
  try {
    value = JSON.parse(slice) as Json;
  } catch {
    return { tag: 'error', why: 'it is not JSON' };
  }
  return isJsonObject(value) ? readRecord(value) : { tag: 'error', why: 'it is not an object' };
}

/** grpcurl and cmd/stream wrap the message with an id. */
function readRecord(value: JsonObject): RecordReading {
  const wrapped = Object.hasOwn(value, 'flow') ? value['flow'] : undefined;
  const flow = isJsonObject(wrapped) ? wrapped : value;
  if (Object.hasOwn(flow, 'Key') || Object.hasOwn(flow, 'key')) return readGoldmaneRecord(flow);
  if (Object.hasOwn(flow, 'source_name')) return readWhiskerRecord(flow);
  return { tag: 'error', why: 'it is not a record of Whisker or Goldmane' };
}
