import type { FlowFormat } from '../model/flow-report';
import type { FlowFile } from '../model/inputs';
import { detectFormat } from './detect-format';
import type { FlowGroups } from './flow-groups';
import { gatherFlows } from './flow-groups';
import type { FlowSink } from './flow-record';
import { readEventStream } from './read-event-stream';
import { readJsonFlows } from './read-json-flows';
import { readNodeFlows } from './read-node-flows';

/** A file of recorded flows as it was read; without a format nothing was. */
export interface FlowFileReading extends FlowGroups {
  readonly format: FlowFormat | null;
}

const READERS: Readonly<Record<FlowFormat, (text: string, sink: FlowSink) => void>> = {
  'whisker-list': readJsonFlows,
  'whisker-stream': readEventStream,
  goldmane: readJsonFlows,
  'calico-node-flows': readNodeFlows,
};

/** Reads a file in whichever format it is. Nothing throws: what cannot be read is told, with its line. */
export function readFlowFile({ text }: FlowFile): FlowFileReading {
  const detected = detectFormat(text);
  if (detected.tag === 'other') {
    const rejected = [{ line: 1, why: detected.why }];
    return { format: null, groups: [], records: 0, rejected, rejectedCount: 1, windows: new Map() };
  }
  const read = READERS[detected.format];
  return { format: detected.format, ...gatherFlows((sink) => read(text, sink)) };
}
