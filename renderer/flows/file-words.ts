import { countOf } from '../../main/engine/model/count-words';
import type { FlowFileAccount, FlowFormat, RecordingWorld } from '../../main/engine/model/flow-report';

const FORMAT_WORDS: Readonly<Record<FlowFormat, string>> = {
  'whisker-list': 'Whisker, list',
  'whisker-stream': 'Whisker, stream',
  goldmane: 'Goldmane',
  'calico-node-flows': 'calico-node -flows',
};

/** `Whisker, list: 121 records read, 2 lines not read.` */
export function describeFile({ format, records, rejectedCount }: FlowFileAccount): string {
  if (format === null) return 'Not read.';
  const rejected = rejectedCount === 0 ? 'every line' : `${countOf(rejectedCount, 'line')} not`;
  return `${FORMAT_WORDS[format]}: ${countOf(records, 'record')}, ${rejected} read.`;
}

/** Which policies were in force when the file was recorded, and how well that fits; `''` where nothing was comparable. */
export function describeRecordingWorld({ recordedIn, fits }: FlowFileAccount): string {
  if (recordedIn === null) return '';
  const fit = fits.find(({ net, changes }) => net === recordedIn.net && changes === recordedIn.changes);
  const share = fit === undefined ? '' : `: ${fit.agree} of ${countOf(fit.compared, 'record')} fit`;
  return `Recorded ${nameRecordingWorld(recordedIn)}${share}.`;
}

function nameRecordingWorld({ net, changes }: RecordingWorld): string {
  if (net && changes) return 'with the safety net, while the change set was staged';
  if (changes) return 'while the change set was staged, without the safety net';
  return net ? 'with the safety net, before the change set was staged' : 'before the rollout began';
}
