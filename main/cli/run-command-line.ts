import { assertNever } from '../engine/model/assert-never';
import { ContractFailure } from '../host/contract-failure';
import { describeException } from '../host/exceptions';
import { packageVersion } from '../host/package-root';
import { captureCommands } from './capture-commands';
import { check } from './check';
import { DEFECT, UNUSABLE } from './exit-codes';
import { explain } from './explain';
import type { Command } from './parse-arguments';
import { parseArguments } from './parse-arguments';
import { run } from './run';
import { serve } from './serve';
import type { Terminal } from './terminal';
import { USAGE_TEXT } from './usage-text';
import { writeExport } from './write-export';

/** Does what the arguments say and returns the exit code. Nothing is thrown: what goes wrong is told on the terminal. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await perform(parseArguments(words), terminal);
  } catch (thrown) {
    if (thrown instanceof ContractFailure) {
      terminal.complain(`rehearse: ${[thrown.message, thrown.help].filter((text) => text !== '').join(' ')}\n`);
      return UNUSABLE;
    }
    terminal.complain(
      `rehearse: a defect of this program, not of your files. Please report it with these lines:\n${describeException(thrown)}\n`,
    );
    return DEFECT;
  }
}

async function perform(command: Command, terminal: Terminal): Promise<number> {
  switch (command.tag) {
    case 'run':
      return run(command.rehearsal, command.json, terminal);
    case 'explain':
      return explain(command.rehearsal, command.flow, command.json, terminal);
    case 'plan':
      return writeExport('plan', command.rehearsal, command.folder, terminal);
    case 'report':
      return writeExport('pack', command.rehearsal, command.folder, terminal);
    case 'check':
      return check(command.rehearsal, command.gate, command.json, terminal);
    case 'serve':
      return serve(command.serve);
    case 'capture':
      terminal.print(`${captureCommands().join('\n')}\n`);
      return 0;
    case 'help':
      terminal.print(USAGE_TEXT);
      return 0;
    case 'version':
      terminal.print(`${packageVersion()}\n`);
      return 0;
    default:
      return assertNever(command);
  }
}
