import { PROTOCOL } from '../model/traffic';
import { parseProtocol } from '../net/protocol';
import { PORT_PROTOCOLS } from '../net/traffic-space';

/** Whether the traffic of an edge holds a port. `undefined`: its words do not tell, because they are about what others leave. */
export type TrafficTest = (protocol: number, port: number | undefined) => boolean | undefined;

const OTHERWISE_NAMED: ReadonlyMap<string, number> = new Map([['icmp6', 58]]);

/** Reads the words that edges have for their traffic (evaluate/format-traffic.ts, rehearse/traffic-pieces.ts). */
export function readEdgeTraffic(words: string): TrafficTest {
  const text = words.replace(/ \((?:from some source ports|over IPv6|class \d+|, )+\)/g, '');
  if (text === 'all traffic') return () => true;
  if (text === 'other traffic') return () => undefined;
  const negated = text.startsWith('all but ');
  const parts = (negated ? text.slice('all but '.length) : text).split('; ').map(readPart);
  return (protocol, port) => {
    const answers = parts.map((part) => part(protocol, port));
    if (answers.includes(true)) return !negated;
    return answers.includes(undefined) ? undefined : negated;
  };
}

/** `other protocols` are never among them. */
const ALWAYS_NAMED: readonly number[] = [...PORT_PROTOCOLS, PROTOCOL.icmp, PROTOCOL.icmpv6];

function readPart(text: string): TrafficTest {
  const blank = `${text} `.indexOf(' ');
  const [name, rest] = [text.slice(0, blank), text.slice(blank + 1)];
  if (name === 'other') return (protocol) => (ALWAYS_NAMED.includes(protocol) ? false : undefined);
  const known = OTHERWISE_NAMED.get(name);
  const parsed = parseProtocol(name);
  const number = known ?? (parsed.tag === 'protocol' ? parsed.number : -1);
  if (rest === '' || rest.startsWith('type ')) return (protocol) => protocol === number;
  const ranges = rest.split(', ').map((range) => range.split('-').map(Number));
  return (protocol, port) =>
    protocol === number &&
    port !== undefined &&
    ranges.some((bounds) => Math.min(...bounds) <= port && port <= Math.max(...bounds));
}
