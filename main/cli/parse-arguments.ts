import { parseArgs } from 'node:util';
import type { StepName } from '../engine/model/world';
import { ContractFailure } from '../host/contract-failure';
import {
  readGate,
  readInputArguments,
  readOutput,
  readPort,
  readRehearsal,
  readWorld,
  refusing,
  SEE_HELP,
  type FlowArguments,
  type RehearsalArguments,
} from './read-options';
import type { ServeArguments } from './serve';

export type Command =
  | { readonly tag: 'run'; readonly rehearsal: RehearsalArguments; readonly json: boolean }
  | {
      readonly tag: 'explain';
      readonly rehearsal: RehearsalArguments;
      readonly flow: FlowArguments;
      readonly json: boolean;
    }
  /** `folder` as it was written. */
  | { readonly tag: 'plan'; readonly rehearsal: RehearsalArguments; readonly folder: string }
  | { readonly tag: 'report'; readonly rehearsal: RehearsalArguments; readonly folder: string }
  | { readonly tag: 'check'; readonly rehearsal: RehearsalArguments; readonly gate: StepName; readonly json: boolean }
  | { readonly tag: 'serve'; readonly serve: ServeArguments }
  | { readonly tag: 'capture' }
  | { readonly tag: 'help' }
  | { readonly tag: 'version' };

const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const;

const INPUT_OPTIONS = { ...HELP_OPTION, snapshot: { type: 'string' }, policies: { type: 'string' } } as const;

const REHEARSAL_OPTIONS = {
  ...INPUT_OPTIONS,
  admin: { type: 'string', multiple: true },
  flows: { type: 'string', multiple: true },
} as const;

const JSON_OPTION = { json: { type: 'boolean' } } as const;

const RUN_OPTIONS = { ...REHEARSAL_OPTIONS, ...JSON_OPTION } as const;

const EXPLAIN_OPTIONS = {
  ...RUN_OPTIONS,
  from: { type: 'string' },
  to: { type: 'string' },
  port: { type: 'string' },
  world: { type: 'string' },
} as const;

const EXPORT_OPTIONS = { ...REHEARSAL_OPTIONS, output: { type: 'string', short: 'o' } } as const;

const CHECK_OPTIONS = { ...RUN_OPTIONS, gate: { type: 'string' } } as const;

const SERVE_OPTIONS = { ...INPUT_OPTIONS, 'no-open': { type: 'boolean' }, port: { type: 'string' } } as const;

/** Reads the arguments after the program's name. Throws `ContractFailure` with code `invalid`. */
export function parseArguments(words: readonly string[]): Command {
  const [command, ...rest] = words;
  switch (command) {
    case undefined:
      throw new ContractFailure('invalid', 'No command is given.', SEE_HELP);
    case '--help':
    case '-h':
    case 'help':
      return { tag: 'help' };
    case '--version':
      return { tag: 'version' };
    case 'run':
      return parseRun(rest);
    case 'explain':
      return parseExplain(rest);
    case 'plan':
    case 'report':
      return parseExport(command, rest);
    case 'check':
      return parseCheck(rest);
    case 'serve':
      return parseServe(rest);
    case 'capture':
      return parseCapture(rest);
    default:
      throw new ContractFailure(
        'invalid',
        `${command} is not a command.`,
        `Commands are run, explain, plan, report, check, serve and capture. ${SEE_HELP}`,
      );
  }
}

function parseRun(words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: RUN_OPTIONS, allowPositionals: true }),
  );
  if (values.help === true) return { tag: 'help' };
  return { tag: 'run', rehearsal: readRehearsal(values, positionals), json: values.json === true };
}

function parseExplain(words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: EXPLAIN_OPTIONS, allowPositionals: true }),
  );
  if (values.help === true) return { tag: 'help' };
  const { from, to, port } = values;
  if (from === undefined || to === undefined || port === undefined) {
    const missing = Object.entries({ from, to, port }).flatMap(([name, value]) =>
      value === undefined ? [`--${name}`] : [],
    );
    throw new ContractFailure(
      'invalid',
      `explain needs ${missing.join(' and ')}.`,
      'For example: rehearse explain --from prod/frontend --to prod/backend --port tcp/8080',
    );
  }
  const flow = { from, to, ...readPort(port), world: readWorld(values.world ?? 'final') };
  return { tag: 'explain', rehearsal: readRehearsal(values, positionals), flow, json: values.json === true };
}

function parseExport(command: 'plan' | 'report', words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: EXPORT_OPTIONS, allowPositionals: true }),
  );
  if (values.help === true) return { tag: 'help' };
  const folder = readOutput(command, values.output);
  return { tag: command, rehearsal: readRehearsal(values, positionals), folder };
}

function parseCheck(words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: CHECK_OPTIONS, allowPositionals: true }),
  );
  if (values.help === true) return { tag: 'help' };
  const gate = readGate(values.gate);
  return { tag: 'check', rehearsal: readRehearsal(values, positionals), gate, json: values.json === true };
}

function parseServe(words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: SERVE_OPTIONS, allowPositionals: true }),
  );
  if (values.help === true) return { tag: 'help' };
  const { port } = values;
  const portNumber = port !== undefined && /^\d{1,5}$/.test(port) ? Number(port) : -1;
  if (port !== undefined && (portNumber < 0 || portNumber > 65535)) {
    throw new ContractFailure(
      'invalid',
      `--port ${port} is not a port from 0 to 65535.`,
      'Leave it out for any free port.',
    );
  }
  return {
    tag: 'serve',
    serve: {
      ...readInputArguments(values, positionals),
      open: values['no-open'] !== true,
      ...(port === undefined ? {} : { port: portNumber }),
    },
  };
}

function parseCapture(words: readonly string[]): Command {
  const { values } = refusing(() => parseArgs({ args: [...words], options: HELP_OPTION }));
  return values.help === true ? { tag: 'help' } : { tag: 'capture' };
}
