import { Worker } from 'node:worker_threads';
import type { Events } from '../../preload/contract';
import { describeCrash } from '../host/engine-crash';
import { describeException } from '../host/exceptions';
import { LIMITS } from '../host/limits';
import { DEFECT, UNUSABLE } from './exit-codes';
import type { Terminal } from './terminal';

/** What the thread is to do. */
interface ThreadOrder {
  readonly words: readonly string[];
  /** Results go to a terminal. */
  readonly isTerminal: boolean;
}

/** What the thread tells; `done` comes last. */
export type FromThread =
  | { readonly tag: 'print'; readonly text: string }
  | { readonly tag: 'complain'; readonly text: string }
  | { readonly tag: 'progress'; readonly progress: Events['progress'] }
  | { readonly tag: 'done'; readonly exitCode: number };

export function isThreadOrder(value: unknown): value is ThreadOrder {
  return typeof value === 'object' && value !== null && 'words' in value && 'isTerminal' in value;
}

/**
 * Runs a command line in a thread whose memory is bounded as that of the window's engine, so that inputs that are too large end in a
 * sentence and not in a crash. `entry` is the program. Returns the exit code.
 */
export function runInThread(
  entry: URL,
  words: readonly string[],
  isTerminal: boolean,
  terminal: Terminal,
): Promise<number> {
  return new Promise((resolve) => {
    let answer: number | undefined;
    const worker = new Worker(entry, {
      workerData: { words, isTerminal } satisfies ThreadOrder,
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.engineHeapMiB },
    });
    worker.on('message', (message: FromThread) => {
      switch (message.tag) {
        case 'print':
          return terminal.print(message.text);
        case 'complain':
          return terminal.complain(message.text);
        case 'progress': {
          const { phase, done, total, detail } = message.progress;
          return terminal.tell(phase, done, total, detail);
        }
        case 'done':
          answer = message.exitCode;
      }
    });
    worker.on('error', (error: unknown) => {
      const { code, message, help } = describeCrash(error);
      terminal.complain(`rehearse: ${message} ${help}\n`);
      if (code === 'internal') terminal.complain(`${describeException(error)}\n`);
      answer = code === 'internal' ? DEFECT : UNUSABLE;
    });
    worker.on('exit', () => resolve(answer ?? DEFECT));
  });
}
