import type { ImportReport, SourceExcerpt } from '../../preload/contract';
import { assertNever } from '../engine/model/assert-never';
import type { Progress } from '../engine/model/progress';
import type { EngineInput, Kept, Session } from '../engine/pipeline';
import { ContractFailure, toContractError } from './contract-failure';
import type { EngineAnswer, EngineRequest, FromEngine, ToEngine } from './engine-protocol';
import { describeException } from './exceptions';
import { throttleProgress } from './throttle-progress';
import { writeFiles } from './write-files';

/** The part of a worker's port that is used. */
export interface EnginePort {
  on(event: 'message', listener: (message: ToEngine) => void): unknown;
  postMessage(message: FromEngine): void;
}

/** Answers engine requests that arrive at `port`, one after the other, with sessions made by `openSession`. */
export function serveEngine(
  port: EnginePort,
  openSession: (input: EngineInput, progress: Progress, earlier: Kept | undefined) => Session,
): void {
  let session: Session | undefined;

  function openedSession(): Session {
    if (session === undefined) {
      throw new ContractFailure(
        'not-open',
        'No workspace is open.',
        'Open a workspace, a sample or two folders first.',
      );
    }
    return session;
  }

  function answer(run: number, request: EngineRequest): EngineAnswer {
    const tell = throttleProgress((progress) => port.postMessage({ tag: 'progress', run, progress }));
    switch (request.tag) {
      case 'open': {
        // A file that was saved is read again, and what it cannot change stays: the next verdicts are there at once.
        const kept = session?.report.name === request.input.name ? session.kept : undefined;
        session = undefined;
        session = openSession(request.input, tell, kept);
        const { name, accounting, diagnostics, counts } = session.report;
        return { name, accounting, diagnostics, counts } satisfies ImportReport;
      }
      case 'rehearse':
        return openedSession().rehearse(tell);
      case 'write': {
        const rehearsal = openedSession().rehearse(tell);
        return writeFiles(request.what, rehearsal, request.wizard, tell);
      }
      case 'explain': {
        const trace = openedSession().explain(request.edge, request.world);
        if (trace === undefined) {
          throw new ContractFailure('not-found', 'The rehearsal lists no such edge.', 'Reload the inputs.');
        }
        return trace;
      }
      case 'excerpt': {
        const { file, line, before, after } = request;
        const excerpt: SourceExcerpt | undefined = openedSession().excerpt(file, line, before, after);
        if (excerpt === undefined) {
          throw new ContractFailure('not-found', 'No loaded file has this name and line.', 'Reload the inputs.');
        }
        return excerpt;
      }
      default:
        return assertNever(request);
    }
  }

  port.on('message', ({ run, request }) => {
    try {
      port.postMessage({ tag: 'done', run, answer: answer(run, request) });
    } catch (thrown) {
      const detail = thrown instanceof ContractFailure ? '' : describeException(thrown);
      port.postMessage({ tag: 'failed', run, error: toContractError(thrown), detail });
    }
  });
}
