import { parsePrefix } from '../engine/net/prefix';
import { parseProtocol } from '../engine/net/protocol';
import { PROTOCOL } from '../engine/model/traffic';
import type { StepName, WorldName } from '../engine/model/world';
import { STEPS, WORLDS } from '../engine/model/world';
import type { InputArguments } from '../host/input-selection';
import { ContractFailure } from '../host/contract-failure';

/** What to rehearse. */
export interface RehearsalArguments {
  readonly inputs: InputArguments;
  readonly adminCidrs: readonly string[];
  /** Files and folders of recorded flows, in addition to those of the workspace. */
  readonly flows: readonly string[];
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

export const SEE_HELP = 'See rehearse --help.';

/** Node's parser throws a `TypeError` that says what it does not accept, and at times how a path could begin with a dash. */
export function refusing<T>(parse: () => T): T {
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

export function readInputArguments(
  { snapshot, policies }: InputValues,
  positionals: readonly string[],
): InputArguments {
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
  readonly flows?: string[] | undefined;
}

export function readRehearsal(values: RehearsalValues, positionals: readonly string[]): RehearsalArguments {
  const { admin = [], flows = [] } = values;
  for (const cidr of admin) {
    if (parsePrefix(cidr) === undefined) {
      const help = 'Write it as 10.1.0.0/24 or fd00:1::/64.';
      throw new ContractFailure('invalid', `--admin ${cidr} is not an address or a network.`, help);
    }
  }
  return { inputs: readInputArguments(values, positionals), adminCidrs: admin, flows };
}

const WITH_PORTS: readonly number[] = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp, PROTOCOL.udplite];

export function readPort(text: string): Pick<FlowArguments, 'protocol' | 'port'> {
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

export function readWorld(text: string): WorldName {
  const world = WORLDS.find((name) => name === text);
  if (world === undefined)
    throw new ContractFailure('invalid', `--world ${text} is not a world.`, `Worlds are ${WORLDS.join(', ')}.`);
  return world;
}

export function readGate(text: string | undefined): StepName {
  const step = STEPS.find((name) => name === text);
  if (step !== undefined) return step;
  const what = text === undefined ? 'check needs --gate.' : `--gate ${text} is not a step.`;
  throw new ContractFailure('invalid', what, `Steps are ${STEPS.join(', ')}.`);
}

export function readOutput(command: string, folder: string | undefined): string {
  if (folder !== undefined && folder !== '') return folder;
  const help = `For example: rehearse ${command} -o ${command} WORKSPACE`;
  throw new ContractFailure('invalid', `${command} needs -o DIR, a new or empty folder.`, help);
}
