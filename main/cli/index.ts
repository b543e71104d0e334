import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { throttleProgress } from '../host/throttle-progress';
import { createProgressLine } from './progress-line';
import { runCommandLine } from './run-command-line';
import { isThreadOrder, runInThread, type FromThread } from './run-in-thread';
import { chooseStyle } from './style';
import type { Terminal } from './terminal';

const words = process.argv.slice(2);

if (isMainThread) {
  // A reader that has seen enough (`rehearse run | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const line = createProgressLine(process.stderr, process.env, () => performance.now());
  const terminal: Terminal = {
    print(text) {
      line.clear();
      process.stdout.write(text);
    },
    complain(text) {
      line.clear();
      process.stderr.write(text);
    },
    tell: line.tell,
    style: chooseStyle(process.stdout.isTTY, process.env),
    folder: process.cwd(),
  };
  // The host listens for signals, which threads do not get, and has a thread of its own for the engine.
  process.exitCode =
    words[0] === 'serve'
      ? await runCommandLine(words, terminal)
      : await runInThread(new URL(import.meta.url), words, process.stdout.isTTY, terminal);
  line.clear();
} else if (isThreadOrder(workerData)) {
  const tell = (message: FromThread): void => parentPort?.postMessage(message);
  const exitCode = await runCommandLine(workerData.words, {
    print: (text) => tell({ tag: 'print', text }),
    complain: (text) => tell({ tag: 'complain', text }),
    tell: throttleProgress((progress) => tell({ tag: 'progress', progress })),
    style: chooseStyle(workerData.isTerminal, process.env),
    folder: process.cwd(),
  });
  tell({ tag: 'done', exitCode });
}
