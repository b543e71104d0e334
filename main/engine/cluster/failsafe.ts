import { readNumber, readText } from '../load/fields';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import { PROTOCOL } from '../model/traffic';
import type { Doubt } from '../model/verdict';
import type { Prefix } from '../net/prefix';
import { parsePrefix } from '../net/prefix';

export interface FailsafePort {
  readonly protocol: number;
  readonly port: number;
  /** `null`: everybody. Inbound it is the source, outbound the destination. */
  readonly net: Prefix | null;
}

/** A failsafe list with where it comes from. */
export interface FailsafeList {
  readonly ports: readonly FailsafePort[];
  /** e.g. `built-in default`, `FelixConfiguration default`, `FelixConfiguration node.worker-3`, `environment of calico-node`. */
  readonly from: string;
  /** Entries that stop Felix, in words; empty when there are none. */
  readonly fatal: readonly string[];
  /** Why the files do not tell the list, which is empty then; `null`: it is known. */
  readonly doubt: Doubt | null;
}

function defaults(tcp: readonly number[], udp: readonly number[]): FailsafeList {
  const ports = [
    ...tcp.map((port) => ({ protocol: PROTOCOL.tcp, port, net: null })),
    ...udp.map((port) => ({ protocol: PROTOCOL.udp, port, net: null })),
  ];
  return { ports, from: 'built-in default', fatal: [], doubt: null };
}

/** calico: felix/config/config_params.go FailsafeInboundHostPorts, FailsafeOutboundHostPorts; the same from v3.26 on. */
export const DEFAULT_FAILSAFE_INBOUND = defaults([22, 179, 2379, 2380, 5473, 6443, 6666, 6667], [68]);
export const DEFAULT_FAILSAFE_OUTBOUND = defaults([179, 2379, 2380, 5473, 6443, 6666, 6667], [53, 67]);

const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['tcp', PROTOCOL.tcp],
  ['udp', PROTOCOL.udp],
]);

/** The list of a FelixConfiguration field (calico: UP felixconfigprocessor.go protoPortSliceToString). */
export function readFailsafeEntries(entries: readonly Json[], from: string): FailsafeList {
  const ports: FailsafePort[] = [];
  const fatal: string[] = [];
  for (const entry of entries) {
    const read = readEntry(isJsonObject(entry) ? entry : {});
    if (read.tag === 'port') ports.push(read.port);
    else fatal.push(read.why);
  }
  return { ports, from, fatal, doubt: null };
}

/** One entry of a FelixConfiguration: what it opens, or how it stops Felix. */
export type FailsafeEntry =
  | { readonly tag: 'port'; readonly port: FailsafePort }
  /** `exit`: Felix ends and starts again for ever; `panic`: it crashes while it reads the object. */
  | { readonly tag: 'exit' | 'panic'; readonly why: string };

export function readEntry(entry: JsonObject): FailsafeEntry {
  const written = readText(entry, 'net') ?? '';
  const net = written === '' ? null : parsePrefix(written);
  if (net === undefined) return { tag: 'panic', why: `net "${written}" cannot be read` };
  const name = readText(entry, 'protocol') ?? '';
  const protocol = PROTOCOLS.get(name.toLowerCase());
  if (protocol === undefined) return { tag: 'exit', why: `protocol "${name}" is neither tcp nor udp` };
  return { tag: 'port', port: { protocol, port: readNumber(entry, 'port') ?? 0, net } };
}

/** The text form of the environment: `none`, or a comma list of `port`, `protocol:port`, `protocol:net:port` (calico: felix/config/param_types.go PortListParam). */
export function parseFailsafeText(text: string, from: string): FailsafeList {
  const ports: FailsafePort[] = [];
  const fatal: string[] = [];
  const entries = text.toLowerCase() === 'none' ? [] : text.split(',');
  for (const entry of entries.map((item) => item.trim()).filter((item) => item !== '')) {
    const port = parseEntry(entry);
    if (port === null) fatal.push(`"${entry}" cannot be read`);
    else ports.push(port);
  }
  return { ports, from, fatal, doubt: null };
}

/** An IPv6 net stands in brackets, before the port or before both; a net without brackets only behind a protocol. */
function parseEntry(entry: string): FailsafePort | null {
  const bracketed = /^(?<before>[^[]*)\[(?<net>[^\]]*)\]:(?<after>.*)$/.exec(entry)?.groups;
  const rest = bracketed === undefined ? entry : `${bracketed['before']}${bracketed['after']}`;
  const parts = /^(?:(?<protocol>[^:]*):(?:(?<net>[^:]*):)?)?(?<port>\d+)$/.exec(rest)?.groups;
  if (parts === undefined) return null;
  const protocol = PROTOCOLS.get((parts['protocol'] ?? 'tcp').toLowerCase());
  const written = parts['net'] ?? bracketed?.['net'] ?? '';
  const net = written === '' ? null : parsePrefix(written);
  const port = Number(parts['port']);
  return protocol === undefined || net === undefined || port > 65535 ? null : { protocol, port, net };
}
