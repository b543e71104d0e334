/**
 * The one list of calls between the window and the engine. Both hosts serve it, through one dispatch
 * (`main/host/dispatch.ts`); everything in it survives JSON. Files are opaque ids: the window never sends a path.
 */
import type { Accounting } from '../main/engine/model/accounting';
import type { Diagnostic } from '../main/engine/model/diagnostic';
import type { Rehearsal } from '../main/engine/model/rehearsal';
import type { ConnectionTrace } from '../main/engine/model/verdict';
import type { NewRules, NewWizardEvent, Wizard } from '../main/engine/model/wizard';
import type { OwnPath } from '../main/engine/model/workspace';
import type { WorldName } from '../main/engine/model/world';

export interface HostCapabilities {
  readonly host: 'electron' | 'browser';
  /** The host can show its own open dialog; otherwise the window reads a folder with the browser's picker and uploads it. */
  readonly nativeDialogs: boolean;
  /** The host tells when an input file changed on disk. */
  readonly watchesFiles: boolean;
}

export interface SampleInfo {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface AppInfo {
  readonly version: string;
  readonly capabilities: HostCapabilities;
  readonly samples: readonly SampleInfo[];
  /** Something is open, or is being opened because the command line names it: ask `workspace.current`. */
  readonly opened: boolean;
}

/** What was read, before anything is drawn. */
export interface ImportReport {
  readonly name: string;
  readonly accounting: Accounting;
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: Rehearsal['counts'];
}

export interface UploadedFile {
  /** Relative to the chosen folder. */
  readonly path: string;
  readonly text: string;
}

export interface SourceExcerpt {
  readonly file: string;
  /** 1-based line of the first of `lines`. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly totalLines: number;
}

/** A picture that the window drew, to go into a review pack. */
export interface Picture {
  /** e.g. `map-after.png`. */
  readonly name: string;
  readonly base64: string;
}

/** What was exported: into a folder that the user chose, or as an archive for the window to save. */
export type Exported =
  | { readonly tag: 'folder'; readonly name: string; readonly files: readonly string[] }
  | { readonly tag: 'archive'; readonly name: string; readonly files: readonly string[]; readonly base64: string };

/** Request and result of every call. `null` stands for "the user cancelled the dialog". */
export interface Methods {
  'app.info': { params: Record<string, never>; result: AppInfo };
  'workspace.openSample': { params: { id: string }; result: ImportReport };
  /** Native dialogs only: asks for a workspace file, or for a snapshot folder and then a policy folder. */
  'workspace.openDialog': { params: { what: 'workspace' | 'folders' }; result: ImportReport | null };
  'workspace.openUploaded': {
    params: {
      name: string;
      snapshot: readonly UploadedFile[];
      changes: readonly UploadedFile[];
      adminCidrs: readonly string[];
    };
    result: ImportReport;
  };
  /** The report of what is open, once what the command line names is opened; `null` when nothing is. */
  'workspace.current': { params: Record<string, never>; result: ImportReport | null };
  /** Reads the same inputs again. */
  'workspace.reload': { params: Record<string, never>; result: ImportReport };
  /** Recorded flows that were dropped in: kept beside the workspace, or in the draft where it has no file. */
  'workspace.addFlows': { params: { files: readonly UploadedFile[] }; result: ImportReport };
  'workspace.removeFlows': { params: Record<string, never>; result: ImportReport };
  /** What must stay open, and what must stay closed. */
  'workspace.setPaths': {
    params: { adminCidrs: readonly string[]; ownPaths: readonly OwnPath[] };
    result: ImportReport;
  };
  /** The rows of the user's own, as the workspace has them. */
  'workspace.paths': {
    params: Record<string, never>;
    result: { readonly adminCidrs: readonly string[]; readonly ownPaths: readonly OwnPath[] };
  };
  'wizard.read': { params: Record<string, never>; result: Wizard };
  /** Adds events to the history, all of them or none, and saves them before it answers. */
  'wizard.record': { params: { events: readonly NewWizardEvent[] }; result: Wizard };
  /** Changes the rules of the gates, and says so in the history. */
  'wizard.settings': { params: NewRules; result: Wizard };
  /** `null`: the user cancelled the dialog. */
  'review.export': { params: { what: 'pack' | 'plan'; pictures: readonly Picture[] }; result: Exported | null };
  'rehearsal.run': { params: Record<string, never>; result: Rehearsal };
  'rehearsal.explain': { params: { edge: string; world: WorldName }; result: ConnectionTrace };
  /** Lines around a position: `file` as positions name it; the host answers only for files it has loaded. */
  'source.read': { params: { file: string; line: number; before: number; after: number }; result: SourceExcerpt };
  /** Stops the engine's current work; the call that waits for it fails with code `cancelled`. */
  'engine.cancel': { params: Record<string, never>; result: null };
}
export type MethodName = keyof Methods;

export interface Events {
  /** `detail`: what else there is to say of it, e.g. `1204 moves judged`. */
  progress: { readonly phase: string; readonly done: number; readonly total: number; readonly detail?: string };
  /** Input files changed on disk since they were read. */
  'inputs.changed': { readonly files: readonly string[] };
  'menu.command': { readonly command: string };
}
export type EventName = keyof Events;

export const ERROR_CODES = [
  'invalid',
  'not-found',
  'not-open',
  'cancelled',
  'too-large',
  'refused',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Errors cross as data: what, where and what to do. No stack ever crosses. */
export interface ContractError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly help: string;
}
export type Envelope<T> =
  { readonly ok: true; readonly result: T } | { readonly ok: false; readonly error: ContractError };

/** What the preload exposes as `window.rehearsal`, and what the loopback transport imitates. */
export interface Bridge {
  call<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Envelope<Methods[M]['result']>>;
  /** Returns the function that ends the subscription. */
  subscribe<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
}

export const METHOD_NAMES = [
  'app.info',
  'workspace.openSample',
  'workspace.openDialog',
  'workspace.openUploaded',
  'workspace.current',
  'workspace.reload',
  'workspace.addFlows',
  'workspace.removeFlows',
  'workspace.setPaths',
  'workspace.paths',
  'wizard.read',
  'wizard.record',
  'wizard.settings',
  'review.export',
  'rehearsal.run',
  'rehearsal.explain',
  'source.read',
  'engine.cancel',
] as const satisfies readonly MethodName[];

export const EVENT_NAMES = ['progress', 'inputs.changed', 'menu.command'] as const satisfies readonly EventName[];
