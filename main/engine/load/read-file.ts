import type { DocumentFate, FileAccount } from '../model/accounting';
import type { Diagnostic, DiagnosticSeverity } from '../model/diagnostic';
import { POLICY_KINDS } from '../model/resource';
import type { Origin, Role, SourceFile } from '../model/source';
import { checkFields } from './check-fields';
import type { LoadProblem } from './diagnostic-codes';
import { LOAD_CODES } from './diagnostic-codes';
import { kindOfFileName } from './kinds';
import { listObjects } from './list-objects';
import { locate } from './locate';
import type { ReadDocument, ReadFailure, ReadValue } from './read-document';
import { readDocument } from './read-document';
import type { FieldProblem, ReadOutcome } from './resource-of';
import { readResource } from './resource-of';
import { lineCounter, lineExcerpt, offsetOfPosition, positionAt } from './source-texts';
import type { DocumentSlice } from './split-documents';
import { isBlank, splitDocuments } from './split-documents';
import { TEMPLATE_HELP } from './template-mark';
import { isDecidingField, readInYaml11 } from './yaml-11';
import type { DifferentScalar } from './yaml-spans';

/** One document: what its objects became, or why none was looked at. */
export interface DocumentReading {
  readonly line: number;
  readonly outcomes: readonly ReadOutcome[];
  readonly notRead: DocumentFate | null;
}

/** One file, read. `file` is its key, `role/path`. */
export interface FileReading extends Omit<FileAccount, 'documents'> {
  readonly file: string;
  /** As the file has it. */
  readonly written: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly documents: readonly DocumentReading[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file. Never throws on input. */
export function readFile(source: SourceFile): FileReading {
  return new FileReader(source).read();
}

const POLICIES: ReadonlySet<string> = new Set(POLICY_KINDS);

class FileReader {
  private readonly role: Role;
  private readonly path: string;
  private readonly file: string;
  private readonly written: string;
  private readonly text: string;
  private readonly lineOf: (offset: number) => number;
  private readonly documents: DocumentReading[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private saidTemplate = false;
  private saidKindFromFileName = false;

  constructor(source: SourceFile) {
    this.role = source.role;
    this.path = source.path;
    this.file = `${source.role}/${source.path}`;
    this.written = source.text;
    this.text = source.text.startsWith('\uFEFF') ? source.text.slice(1) : source.text;
    this.lineOf = lineCounter(this.text);
  }

  read(): FileReading {
    const binary = binaryOffset(this.text);
    if (binary !== -1) {
      this.report('binary', binary, 'This file is not text.', 'Leave it out, or save it as UTF-8 text.', '');
      return this.finish('rejected', 'not text');
    }
    const braces = this.text.indexOf('{{');
    if (braces !== -1 && /(?:^|\/)templates\//.test(this.path)) {
      this.report('template', braces, 'This file is a template, not a manifest; it is left out.', TEMPLATE_HELP);
      return this.finish('rejected', 'a template');
    }
    const slices = splitDocuments(this.text);
    if (slices.length === 1 && isBlank(this.text, 0, this.text.length)) return this.finish('ignored', 'empty');
    for (const slice of slices) this.readSlice(slice);
    return this.finish('read', '');
  }

  private finish(fate: FileAccount['fate'], why: string): FileReading {
    const { role, path, file, written, text, documents, diagnostics } = this;
    return { role, path, file, written, text, bytes: utf8Length(text), fate, why, documents, diagnostics };
  }

  private report(problem: LoadProblem, offset: number, message: string, help: string, excerpt?: string): void {
    this.diagnostics.push({
      ...LOAD_CODES[problem],
      position: positionAt(this.file, this.text, offset, this.lineOf(offset)),
      excerpt: excerpt ?? lineExcerpt(this.text, offset),
      message,
      help,
    });
  }

  private readSlice(slice: DocumentSlice): void {
    if (slice.log) return this.leaveOut(slice.content, 'a container log');
    if (isBlank(this.text, slice.content, slice.end)) return this.leaveOut(slice.start, 'an empty document');
    const document = readDocument(this.text, slice);
    if (document.tag === 'failure') return this.reject(slice, document);
    if (document.values.length === 0) return this.leaveOut(slice.start, 'an empty document');
    const different = document.different.filter((scalar) => isDecidingField(scalar.keys));
    for (const value of document.values) this.readValue(value, document, different);
  }

  private leaveOut(offset: number, why: string): void {
    this.documents.push({ line: this.lineOf(offset), outcomes: [], notRead: { tag: 'ignored', why } });
  }

  private reject(slice: DocumentSlice, failure: ReadFailure): void {
    const isTemplate = failure.problem === 'template';
    const why = isTemplate ? 'a template' : failure.message;
    this.documents.push({ line: this.lineOf(slice.content), outcomes: [], notRead: { tag: 'rejected', why } });
    // The documents of one template are one problem.
    if (isTemplate && this.saidTemplate) return;
    this.saidTemplate = isTemplate || this.saidTemplate;
    this.report(failure.problem, failure.offset, failure.message, failure.help);
  }

  private readValue(
    { value, span }: ReadValue,
    { keepPlaces }: ReadDocument,
    different: readonly DifferentScalar[],
  ): void {
    if (value === null || value === undefined) return this.leaveOut(span.start, 'an empty document');
    const line = this.lineOf(span.start);
    const document = this.documents.length;
    const outcomes: ReadOutcome[] = [];
    for (const object of listObjects(value, span, kindOfFileName(this.path))) {
      const { start, end } = object.span;
      const origin: Origin = { file: this.file, document, start, end, line: this.lineOf(start) };
      const outcome = readResource(object.value, this.role, origin);
      outcomes.push(outcome);
      // Findings tell where rules stand, and hardly anything of other objects.
      if (outcome.tag === 'resource' && POLICIES.has(outcome.resource.kind)) keepPlaces(origin);
      this.reportOutcome(outcome, origin, different);
      if (object.kindFromFileName && outcome.tag === 'resource') this.reportKindFromFileName(origin);
    }
    this.documents.push({ line, outcomes, notRead: null });
  }

  private reportOutcome(outcome: ReadOutcome, origin: Origin, different: readonly DifferentScalar[]): void {
    switch (outcome.tag) {
      case 'resource':
        for (const problem of outcome.problems) this.reportField(problem, origin);
        for (const problem of checkFields(outcome.resource)) this.reportField(problem, origin);
        for (const scalar of scalarsWithin(different, origin)) this.reportDifferent(scalar);
        return;
      case 'ignored':
        for (const problem of outcome.problems) this.reportField(problem, origin);
        return;
      case 'rejected':
        this.reportField(outcome.problem, origin);
        return;
    }
  }

  private reportField(problem: FieldProblem, origin: Origin): void {
    const position = locate(new Map([[this.file, this.text]]), origin, problem.path);
    const known = LOAD_CODES[problem.problem];
    const severity: DiagnosticSeverity = problem.severity ?? known.severity;
    const excerpt = lineExcerpt(this.text, offsetOfPosition(this.text, origin, position));
    this.diagnostics.push({
      code: known.code,
      severity,
      position,
      excerpt,
      message: problem.message,
      help: problem.help,
    });
  }

  private reportDifferent(scalar: DifferentScalar): void {
    const theirs = readInYaml11(scalar.text);
    const message = `kubectl and calicoctl read the unquoted ${scalar.text} as ${theirs} (YAML 1.1); here it is read as YAML 1.2 reads it.`;
    this.report('readDifferently', scalar.offset, message, 'Put the value in quotes, or write what is meant.');
  }

  private reportKindFromFileName(origin: Origin): void {
    if (this.saidKindFromFileName) return;
    this.saidKindFromFileName = true;
    const message = 'The objects of this file name no kind; the name of the file tells it.';
    this.report('kindFromFileName', origin.start, message, 'Nothing to do when the file is named after what it holds.');
  }
}

/** The scalars between the two ends of an object. Both they and the objects come in the order of the text. */
function scalarsWithin(scalars: readonly DifferentScalar[], origin: Origin): readonly DifferentScalar[] {
  let low = 0;
  let high = scalars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scalars[middle]?.offset ?? 0) < origin.start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < scalars.length && (scalars[end]?.offset ?? 0) < origin.end) end++;
  return scalars.slice(low, end);
}

const BINARY_SAMPLE = 4_096;

/** Where a text shows that it is none: at a NUL, or at its start when a tenth of it could not be decoded. -1: it is text. */
function binaryOffset(text: string): number {
  const nul = text.indexOf('\0');
  if (nul !== -1) return nul;
  const sample = text.slice(0, BINARY_SAMPLE);
  const undecoded = sample.split('\uFFFD').length - 1;
  return undecoded * 10 > sample.length ? 0 : -1;
}

/** The size of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  // Most texts have none of these, and a search is quicker than a walk.
  const first = text.search(/[\u0080-\uffff]/);
  if (first === -1) return bytes;
  for (let at = first; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // A surrogate pair is two units here and four bytes there.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
