import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ContractError, Events, ImportReport } from '../../preload/contract';
import type { Wizard } from '../engine/model/wizard';
import type { EngineInput } from '../engine/pipeline';
import { ContractFailure } from './contract-failure';
import { describeCrash } from './engine-crash';
import type { EngineAnswer, EngineRequestName, EngineRequests, FromEngine, ToEngine } from './engine-protocol';
import { describeException } from './exceptions';
import { LIMITS } from './limits';
import { packageRoot } from './package-root';

type Request<N extends EngineRequestName> = EngineRequests[N]['request'];
type Answer<N extends EngineRequestName> = EngineRequests[N]['answer'];

/** Where the build puts the engine's thread: the same for both hosts and for tests. */
function workerPath(): string {
  return join(packageRoot(), 'out', 'main', 'worker.js');
}

export interface EngineWorkerOptions {
  readonly onProgress: (progress: Events['progress']) => void;
  /** Told of exceptions inside the engine, for the terminal. */
  readonly onException: (detail: string) => void;
  /** Absolute path of the thread's entry. */
  readonly path?: string;
}

interface Run {
  readonly resolve: (answer: EngineAnswer) => void;
  readonly reject: (failure: ContractFailure) => void;
}

function fromContractError(error: ContractError): ContractFailure {
  return new ContractFailure(error.code, error.message, error.help);
}

/**
 * The engine in its own thread. What is open is opened again by itself when the thread had to be replaced, so a cancelled run leaves
 * everything else as it was. All calls fail with a `ContractFailure`.
 */
export class EngineWorker {
  private worker: Worker | undefined;
  /** What the thread is to hold, and the last of these that was opened without a fault. */
  private input: EngineInput | undefined;
  private openedInput: EngineInput | undefined;
  /** Whether the present thread holds a session of `input`. */
  private isOpenInThread = false;
  private readonly runs = new Map<number, Run>();
  private lastRun = 0;

  constructor(private readonly options: EngineWorkerOptions) {}

  /** Makes a session of `input` and cancels work on the one before, which comes back when this fails. */
  async open(input: EngineInput): Promise<ImportReport> {
    if (this.runs.size > 0) await this.cancel();
    this.input = input;
    this.isOpenInThread = true;
    try {
      const report = await this.post<'open'>({ tag: 'open', input });
      this.openedInput = input;
      return report;
    } catch (thrown) {
      if (this.input === input) {
        this.input = this.openedInput;
        this.isOpenInThread = false;
      }
      throw thrown;
    }
  }

  rehearse(): Promise<Answer<'rehearse'>> {
    return this.ask<'rehearse'>({ tag: 'rehearse' });
  }

  /** Writes an export of the rehearsal, which is made again where the thread had to be replaced. */
  write(what: Request<'write'>['what'], wizard: Wizard): Promise<Answer<'write'>> {
    return this.ask<'write'>({ tag: 'write', what, wizard });
  }

  explain(edge: string, world: Request<'explain'>['world']): Promise<Answer<'explain'>> {
    return this.ask<'explain'>({ tag: 'explain', edge, world });
  }

  excerpt(file: string, line: number, before: number, after: number): Promise<Answer<'excerpt'>> {
    return this.ask<'excerpt'>({ tag: 'excerpt', file, line, before, after });
  }

  /** Stops all work at once: every call that waits fails with code `cancelled`. Does nothing when none waits. */
  async cancel(): Promise<void> {
    if (this.runs.size === 0) return;
    await this.stop(
      new ContractFailure('cancelled', 'The run was cancelled.', 'Start it again when you want its answer.'),
    );
  }

  /** Ends the thread for good. */
  async close(): Promise<void> {
    await this.stop(new ContractFailure('cancelled', 'The program is closing.', ''));
  }

  private async ask<N extends EngineRequestName>(request: Request<N>): Promise<Answer<N>> {
    if (!this.isOpenInThread && this.input !== undefined) {
      this.isOpenInThread = true;
      await this.post<'open'>({ tag: 'open', input: this.input });
    }
    return this.post<N>(request);
  }

  private post<N extends EngineRequestName>(request: Request<N>): Promise<Answer<N>> {
    this.lastRun += 1;
    const run = this.lastRun;
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      // The thread ends a run with the answer that EngineRequests pairs with its request.
      this.runs.set(run, { resolve: (answer) => resolve(answer), reject });
      worker.postMessage({ run, request } satisfies ToEngine);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.options.path ?? workerPath(), {
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.engineHeapMiB },
    });
    worker.on('message', (message: FromEngine) => {
      if (worker === this.worker) this.receive(message);
    });
    worker.on('error', (error: unknown) => {
      if (worker !== this.worker) return;
      this.options.onException(describeException(error));
      void this.stop(describeCrash(error));
    });
    worker.on('exit', () => {
      if (worker === this.worker) void this.stop(describeCrash(undefined));
    });
    return worker;
  }

  private receive(message: FromEngine): void {
    const run = this.runs.get(message.run);
    if (run === undefined) return;
    switch (message.tag) {
      case 'progress':
        return this.options.onProgress(message.progress);
      case 'done':
        this.runs.delete(message.run);
        return run.resolve(message.answer);
      case 'failed':
        this.runs.delete(message.run);
        if (message.detail !== '') this.options.onException(message.detail);
        return run.reject(fromContractError(message.error));
    }
  }

  private async stop(failure: ContractFailure): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.isOpenInThread = false;
    const waiting = [...this.runs.values()];
    this.runs.clear();
    for (const run of waiting) run.reject(failure);
    await worker?.terminate();
  }
}
