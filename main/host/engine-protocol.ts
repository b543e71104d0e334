import type { ContractError, Events, ImportReport, SourceExcerpt } from '../../preload/contract';
import type { ChangeFile } from '../engine/model/plan';
import type { Rehearsal } from '../engine/model/rehearsal';
import type { ConnectionTrace } from '../engine/model/verdict';
import type { Wizard } from '../engine/model/wizard';
import type { WorldName } from '../engine/model/world';
import type { EngineInput } from '../engine/pipeline';
import type { ExportKind } from './write-files';

/** What the engine thread is asked for, and what it answers with. */
export interface EngineRequests {
  open: { request: { readonly tag: 'open'; readonly input: EngineInput }; answer: ImportReport };
  rehearse: { request: { readonly tag: 'rehearse' }; answer: Rehearsal };
  /** The files of an export, without pictures. */
  write: {
    request: { readonly tag: 'write'; readonly what: ExportKind; readonly wizard: Wizard };
    answer: readonly ChangeFile[];
  };
  explain: {
    request: { readonly tag: 'explain'; readonly edge: string; readonly world: WorldName };
    answer: ConnectionTrace;
  };
  excerpt: {
    request: {
      readonly tag: 'excerpt';
      readonly file: string;
      readonly line: number;
      readonly before: number;
      readonly after: number;
    };
    answer: SourceExcerpt;
  };
}

export type EngineRequestName = keyof EngineRequests;
export type EngineRequest = EngineRequests[EngineRequestName]['request'];
export type EngineAnswer = EngineRequests[EngineRequestName]['answer'];

/** To the thread: a request under the id of its run. */
export interface ToEngine {
  readonly run: number;
  readonly request: EngineRequest;
}

/** From the thread: how far a run is, and how it ended. Exactly one `done` or `failed` ends a run. */
export type FromEngine =
  | { readonly tag: 'progress'; readonly run: number; readonly progress: Events['progress'] }
  | { readonly tag: 'done'; readonly run: number; readonly answer: EngineAnswer }
  | { readonly tag: 'failed'; readonly run: number; readonly error: ContractError; readonly detail: string };
