import { lineEnd } from './source-texts';

/** One document of a file, not parsed yet: `[start, end)`, with its content (after a `---`) from `content` on. */
export interface DocumentSlice {
  readonly start: number;
  readonly content: number;
  readonly end: number;
  /** A container log in the output of `kubectl cluster-info dump`: never read. */
  readonly log: boolean;
}

interface Separator {
  readonly start: number;
  readonly end: number;
  readonly tag: 'yaml' | 'section';
}

/** Holds nothing but blanks and comments. */
export function isBlank(text: string, start: number, end: number): boolean {
  return hasOnlyLines(text, start, end, (first) => first === '' || first === '#');
}

/** Holds nothing but blanks, comments and YAML directives. */
function isPrologue(text: string, start: number, end: number): boolean {
  return hasOnlyLines(text, start, end, (first) => first === '' || first === '#' || first === '%');
}

/** Asks about the first character of each line that is no blank. */
function hasOnlyLines(text: string, start: number, end: number, accepts: (first: string) => boolean): boolean {
  for (let at = start; at < end;) {
    const lineFeed = text.indexOf('\n', at);
    const stop = lineFeed === -1 || lineFeed > end ? end : lineFeed;
    while (at < stop && text.charAt(at).trim() === '') at++;
    if (!accepts(at < stop ? text.charAt(at) : '')) return false;
    at = stop + 1;
  }
  return true;
}

function separatorAt(text: string, start: number): Separator | undefined {
  if (text.startsWith('---', start)) {
    const following = text.charAt(start + 3);
    return following.trim() === '' ? { start, end: start + 3, tag: 'yaml' } : undefined;
  }
  return text.startsWith('===', start) ? { start, end: lineEnd(text, start), tag: 'section' } : undefined;
}

function* findSeparators(text: string): Generator<Separator> {
  const first = separatorAt(text, 0);
  if (first !== undefined) yield first;
  let dashes = text.indexOf('\n---');
  let equals = text.indexOf('\n===');
  while (dashes !== -1 || equals !== -1) {
    const isYaml = equals === -1 || (dashes !== -1 && dashes < equals);
    const lineFeed = isYaml ? dashes : equals;
    const separator = separatorAt(text, lineFeed + 1);
    if (separator !== undefined) yield separator;
    if (isYaml) dashes = text.indexOf('\n---', lineFeed + 1);
    else equals = text.indexOf('\n===', lineFeed + 1);
  }
}

/**
 * Cuts a text into its documents: at lines that begin with `---`, at the `===` lines of `calicoctl datastore migrate export`
 * and at those around the logs of `kubectl cluster-info dump`. A marker at column 0 always ends a document, so one that is
 * broken never hides the next. Comments and directives before the first marker belong to the document behind it.
 */
export function splitDocuments(text: string): readonly DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  let start = 0;
  let content = 0;
  let log = false;
  for (const separator of findSeparators(text)) {
    const belongsToNext = start === content && !log && isPrologue(text, start, separator.start);
    if (!belongsToNext) slices.push({ start, content, end: separator.start, log });
    if (separator.tag === 'section') start = separator.end;
    else if (!belongsToNext) start = separator.start;
    content = separator.end;
    log = text.startsWith('==== START logs ', separator.start);
  }
  // What follows the last section line is a document only if it holds something.
  const isRemainder = start === content && start > 0 && isBlank(text, start, text.length);
  if (!isRemainder) slices.push({ start, content, end: text.length, log });
  return slices;
}
