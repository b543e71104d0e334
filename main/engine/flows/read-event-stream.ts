import type { FlowSink } from './flow-record';
import { readJsonFlows } from './read-json-flows';

/** Reads server-sent events with one Whisker record each; lines of `error:` are what the stream complained about (calico: whisker-backend/.../handlers/v1/flows.go). */
export function readEventStream(text: string, sink: FlowSink): void {
  let data: string[] = [];
  let firstLine = 1;
  let line = 0;
  const finish = () => {
    if (data.length > 0) readJsonFlows(data.join('\n'), sink, firstLine);
    data = [];
  };
  for (let at = 0; at < text.length && !sink.full();) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const written = text.slice(at, end).replace(/\r$/, '');
    at = end + 1;
    line += 1;
    if (written === '') {
      finish();
      continue;
    }
    const [, field = '', value = ''] = /^\uFEFF?([a-z]*): ?([^]*)$/.exec(written) ?? [];
    switch (field) {
      case 'data':
        if (data.length === 0) firstLine = line;
        data.push(value);
        break;
      case 'error':
        sink.reject(line, `the stream complained: ${value.slice(0, LONGEST_COMPLAINT)}`);
        break;
      case 'event':
      case 'id':
      case 'retry':
        break;
      default:
        if (!written.startsWith(':')) sink.reject(line, 'this is not a line of an event stream');
    }
  }
  if (!sink.full()) finish();
}

const LONGEST_COMPLAINT = 200;
