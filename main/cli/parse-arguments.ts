import { parseArgs } from 'node:util';
import { parsePrefix } from '../engine/net/prefix';
import { parseProtocol } from '../engine/net/protocol';
import { PROTOCOL } from '../engine/model/traffic';
import type { WorldName } from '../engine/model/world';
import { WORLDS } from '../engine/model/world';
import type { InputArguments } from '../host/input-selection';
import type { ServeArguments } from './serve';
import { ContractFailure } from '../host/contract-failure';

/** What to rehearse. */
export interface RehearsalArguments {
  readonly inputs: InputArguments;
  readonly adminCidrs: readonly string[];
  readonly json: boolean;
}

/** One connection to explain. */
export interface FlowArguments {
  readonly from: string;
  readonly to: string;
  /** IANA number. */
  readonly protocol: number;
  /** `null` for protocols without ports. */
  readonly port: number | null;
  readonly world: WorldName;
}

export type Command =
  | { readonly tag: 'run'; readonly rehearsal: RehearsalArguments }
  | { readonly tag: 'explain'; readonly rehearsal: RehearsalArguments; readonly flow: FlowArguments }
  | { readonly tag: 'serve'; readonly serve: ServeArguments }
  | { readonly tag: 'capture' }
  | { readonly tag: 'help' }
  | { readonly tag: 'version' };

const SEE_HELP = 'See rehearse --help.';

const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const;

const INPUT_OPTIONS = { ...HELP_OPTION, snapshot: { type: 'string' }, policies: { type: 'string' } } as const;

const REHEARSAL_OPTIONS = {
  ...INPUT_OPTIONS,
  admin: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

const FLOW_OPTIONS = {
  ...REHEARSAL_OPTIONS,
  from: { type: 'string' },
  to: { type: 'string' },
  port: { type: 'string' },
  world: { type: 'string' },
} as const;

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
    case 'serve':
      return parseServe(rest);
    case 'capture':
      return parseCapture(rest);
    default:
      throw new ContractFailure(
        'invalid',
        `${command} is not a command.`,
        `Commands are run, explain, serve and capture. ${SEE_HELP}`,
      );
  }
}

function parseRun(words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: REHEARSAL_OPTIONS, allowPositionals: true }),
  );
  if (values.help === true) return { tag: 'help' };
  return { tag: 'run', rehearsal: readRehearsal(values, positionals) };
}

function parseExplain(words: readonly string[]): Command {
  const { values, positionals } = refusing(() =>
    parseArgs({ args: [...words], options: FLOW_OPTIONS, allowPositionals: true }),
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
  return { tag: 'explain', rehearsal: readRehearsal(values, positionals), flow };
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

/** Node's parser throws a `TypeError` that says what it does not accept, and at times how a path could begin with a dash. */
function refusing<T>(parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    const [what = ''] = thrown.message.replaceAll('\n', ' ').split(/\.? To specify /);
    throw new ContractFailure('invalid', /[.?]$/.test(what) ? what : `${what}.`, SEE_HELP);
  }
}

interface InputValues {
  readonly snapshot?: string | undefined;
  readonly policies?: string | undefined;
}

function readInputArguments({ snapshot, policies }: InputValues, positionals: readonly string[]): InputArguments {
  const [workspace, ...others] = positionals;
  if (others.length > 0) {
    throw new ContractFailure(
      'invalid',
      `Only one workspace can be opened: ${others.join(' ')} is too much.`,
      SEE_HELP,
    );
  }
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(policies === undefined ? {} : { policies }),
  };
}

interface RehearsalValues extends InputValues {
  readonly admin?: string[] | undefined;
  readonly json?: boolean | undefined;
}

function readRehearsal(values: RehearsalValues, positionals: readonly string[]): RehearsalArguments {
  const { admin = [], json = false } = values;
  for (const cidr of admin) {
    if (parsePrefix(cidr) === undefined) {
      const help = 'Write it as 10.1.0.0/24 or fd00:1::/64.';
      throw new ContractFailure('invalid', `--admin ${cidr} is not an address or a network.`, help);
    }
  }
  return { inputs: readInputArguments(values, positionals), adminCidrs: admin, json };
}

const WITH_PORTS: readonly number[] = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp, PROTOCOL.udplite];

function readPort(text: string): Pick<FlowArguments, 'protocol' | 'port'> {
  const [name = '', portText, ...others] = text.split('/');
  const protocol = parseProtocol(name);
  const help = 'Write it as tcp/8080, udp/53, icmp, or a protocol number.';
  if (protocol.tag === 'error' || others.length > 0)
    throw new ContractFailure('invalid', `--port ${text} is not a protocol and port.`, help);
  if (WITH_PORTS.includes(protocol.number)) {
    const port = portText !== undefined && /^\d{1,5}$/.test(portText) ? Number(portText) : -1;
    if (port < 0 || port > 65535)
      throw new ContractFailure('invalid', `--port ${text} has no port from 0 to 65535.`, help);
    return { protocol: protocol.number, port };
  }
  if (portText !== undefined) throw new ContractFailure('invalid', `--port ${text}: ${name} has no ports.`, help);
  return { protocol: protocol.number, port: null };
}

function readWorld(text: string): WorldName {
  const world = WORLDS.find((name) => name === text);
  if (world === undefined)
    throw new ContractFailure('invalid', `--world ${text} is not a world.`, `Worlds are ${WORLDS.join(', ')}.`);
  return world;
}
