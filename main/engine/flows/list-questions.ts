import type { Program } from '../compile/program';
import type { Rule } from '../compile/policy';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { CLIENT_PORT } from '../evaluate/dialled';
import type { Evaluation } from '../evaluate/evaluation';
import type { Direction } from '../model/traffic';
import { PROTOCOL } from '../model/traffic';
import type { TrafficPiece } from './ask-half';
import type { FlowRecord } from './flow-record';
import type { ResolvedEnd } from './resolve-end';

/** More pieces than this are not asked: such a record tells nothing. */
const MOST_QUESTIONS = 4096;

/** What a record leaves open that rules may look at: source ports and ICMP types. */
interface OpenFields {
  readonly sourcePorts: readonly number[];
  readonly icmp: readonly { readonly type: number; readonly code: number }[];
}

/**
 * All traffic that a record may stand for, cut into pieces that no rule can split: every candidate at both ends, every source port and
 * every ICMP type that rules tell apart (reference: flows-and-lockout A6, step 2). `null`: too many.
 */
export function listQuestions(
  { protocol, port }: FlowRecord,
  source: ResolvedEnd,
  destination: ResolvedEnd,
  evaluation: Evaluation,
): readonly TrafficPiece[] | null {
  const questions: TrafficPiece[] = [];
  for (const from of source.candidates) {
    for (const to of destination.candidates) {
      const open = openFields(protocol, from, to, evaluation);
      for (const family of sharedFamilies(from, to, protocol)) {
        for (const sourcePort of open.sourcePorts) {
          for (const { type, code } of open.icmp) {
            if (questions.length >= MOST_QUESTIONS) return null;
            const asked = { from, to, family, protocol, port: port ?? -1 };
            questions.push({ ...asked, sourcePort, icmpType: type, icmpCode: code });
          }
        }
      }
    }
  }
  return questions;
}

const FAMILIES = [4, 6] as const;

function sharedFamilies(from: ConnectionEnd, to: ConnectionEnd, protocol: number): readonly (4 | 6)[] {
  const carried = protocol === PROTOCOL.icmp ? [4] : protocol === PROTOCOL.icmpv6 ? [6] : FAMILIES;
  return FAMILIES.filter((family) => carried.includes(family) && hasFamily(from, family) && hasFamily(to, family));
}

/** A pod of which only the controller is known is taken to have an IPv4 address. */
function hasFamily(end: ConnectionEnd, family: 4 | 6): boolean {
  if (end.tag !== 'pod') return end.address.family === family;
  const { addresses } = end.workload;
  return addresses.length === 0 ? family === 4 : addresses.some((address) => address.family === family);
}

const NO_ICMP = [{ type: -1, code: -1 }] as const;

/** `icmp`: as both ends' rules tell it apart; Felix's preview does not look at it. */
function openFields(protocol: number, from: ConnectionEnd, to: ConnectionEnd, evaluation: Evaluation): OpenFields {
  const rules = [...rulesAt(from, 'egress', evaluation), ...rulesAt(to, 'ingress', evaluation)];
  switch (protocol) {
    case PROTOCOL.icmp:
    case PROTOCOL.icmpv6:
      return { sourcePorts: [-1], icmp: icmpPieces(rules, protocol === PROTOCOL.icmp ? 8 : 128) };
    case PROTOCOL.tcp:
    case PROTOCOL.udp:
    case PROTOCOL.sctp:
      return { sourcePorts: sourcePortPieces(rules, from), icmp: NO_ICMP };
    default:
      return { sourcePorts: [-1], icmp: NO_ICMP };
  }
}

const RULES = new WeakMap<Program, Record<Direction, readonly Rule[]>>();

function rulesAt(end: ConnectionEnd, direction: Direction, { programs }: Evaluation): readonly Rule[] {
  if (end.tag !== 'pod') return [];
  const program = programs.programOf(end.workload);
  const known = RULES.get(program) ?? {
    egress: askingRules(program, 'egress'),
    ingress: askingRules(program, 'ingress'),
  };
  RULES.set(program, known);
  return known[direction];
}

/** Rules that look at what records leave out. */
function askingRules(program: Program, direction: Direction): readonly Rule[] {
  return program.tiers.normal[direction].flatMap((tier) =>
    tier.policies.flatMap(({ rules }) =>
      rules.filter(
        ({ source, icmp, notIcmp }) =>
          source.ports !== null || source.notPorts !== null || icmp !== null || notIcmp !== null,
      ),
    ),
  );
}

const LAST_PORT = 65_535;

/** One port of every piece into which rules cut the source ports; a client's port stands for its piece. */
function sourcePortPieces(rules: readonly Rule[], from: ConnectionEnd): readonly number[] {
  const cuts = new Set<number>([0]);
  const declared = from.tag === 'pod' ? from.workload.ports.map(({ port }) => ({ first: port, last: port })) : [];
  for (const { source } of rules) {
    const matches = [source.ports, source.notPorts].filter((match) => match !== null);
    const named = matches.some(({ names }) => names.length > 0) ? declared : [];
    for (const { first, last } of [...matches.flatMap(({ ranges }) => ranges), ...named]) {
      cuts.add(first);
      if (last < LAST_PORT) cuts.add(last + 1);
    }
  }
  const starts = [...cuts].toSorted((left, right) => left - right);
  return starts.map((start, index) => {
    const next = starts[index + 1] ?? LAST_PORT + 1;
    return start <= CLIENT_PORT && CLIENT_PORT < next ? CLIENT_PORT : start;
  });
}

/** Ping, and one of every piece into which rules cut types and codes. */
function icmpPieces(rules: readonly Rule[], echo: number): OpenFields['icmp'] {
  const named = rules.flatMap(({ icmp, notIcmp }) => [icmp, notIcmp].filter((match) => match !== null));
  if (named.length === 0) return [{ type: echo, code: 0 }];
  const codes = new Map<number, Set<number>>();
  for (const { type, code } of [...named, { type: echo, code: 0 }]) {
    const known = codes.get(type) ?? new Set<number>();
    codes.set(type, known);
    if (code !== null) known.add(code);
  }
  const pieces = [...codes].flatMap(([type, mentioned]) =>
    [...mentioned, firstFree(mentioned)].map((code) => ({ type, code })),
  );
  return [...pieces, { type: firstFree(new Set(codes.keys())), code: 0 }];
}

function firstFree(taken: ReadonlySet<number>): number {
  let free = 0;
  while (taken.has(free)) free += 1;
  return free;
}
