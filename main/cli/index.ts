import { runCommandLine } from './run-command-line';
import { chooseStyle } from './style';

// A reader that has seen enough (`rehearse run | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  style: chooseStyle(process.stdout.isTTY, process.env),
  folder: process.cwd(),
});
