import type { FlowFormat } from '../model/flow-report';
import { FORMAT_WINDOW } from './limits';

/** What a text is, by what stands in it; `other`: a sentence that says why it is not read. */
export type DetectedFormat =
  { readonly tag: 'known'; readonly format: FlowFormat } | { readonly tag: 'other'; readonly why: string };

const UNKNOWN: DetectedFormat = other('This is no format of recorded flows that is known here.');

function other(why: string): DetectedFormat {
  return { tag: 'other', why };
}

/** Formats that begin like others come first. */
const JSON_MARKS: readonly (readonly [mark: RegExp, format: DetectedFormat])[] = [
  [/"hits"\s*:\s*\{|"_source"\s*:/, other('Answers of Elasticsearch are not read yet.')],
  [/"source_name_aggr"\s*:/, other('Flow logs of Calico Enterprise and Calico Cloud are not read yet.')],
  [/"verdict"\s*:/, other('Hubble records are not read yet.')],
  [/"apiVersion"\s*:/, other('These are Kubernetes objects, not recorded flows.')],
  [/"[Kk]ey"\s*:\s*\{/, { tag: 'known', format: 'goldmane' }],
  [/"source_name"\s*:|"items"\s*:/, { tag: 'known', format: 'whisker-list' }],
  [/"meta"\s*:|"flows"\s*:/, { tag: 'known', format: 'goldmane' }],
];

const TEXT_MARKS: readonly (readonly [mark: RegExp, format: DetectedFormat])[] = [
  [/^(?:data: ?\{|error: )/m, { tag: 'known', format: 'whisker-stream' }],
  [/^- Time=/m, { tag: 'known', format: 'calico-node-flows' }],
  [/bpf_trace_printk/, other('Log lines of the eBPF dataplane are not read yet.')],
  [
    /\bIN=\S{0,40} OUT=\S{0,40} .{0,200}\bSRC=/,
    other('Log lines of the kernel are not read yet, and they carry no verdict.'),
  ],
  [/\bruleDir="?(?:ingress|egress)/, other('Syslog lines of Calico Enterprise are not read yet.')],
  [/^version account-id |^\d(?: \S+){12} (?:OK|NODATA|SKIPDATA)$/m, other('VPC flow logs are not read yet.')],
  [
    /^\d{1,4}\|[^|\n]*\|[^|\n]*\|(?:allow|deny|pass)\|-?\d+$/m,
    other('These are policy strings without the flows they belong to.'),
  ],
];

/** Tells the format by content (reference: flows-and-lockout A4, Format detection); names and endings of files tell nothing. */
export function detectFormat(text: string): DetectedFormat {
  const head = text.slice(0, FORMAT_WINDOW).replace(/^\uFEFF/, '');
  const begin = head.trimStart();
  if (begin === '') return other('The file is empty.');
  if (begin.startsWith('\u001F')) return other('The file is compressed: unpack it first.');
  const marks = begin.startsWith('{') || begin.startsWith('[') ? JSON_MARKS : TEXT_MARKS;
  return marks.find(([mark]) => mark.test(head))?.[1] ?? UNKNOWN;
}
