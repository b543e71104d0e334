import type { FailsafeList } from '../cluster/failsafe';
import { DEFAULT_FAILSAFE_INBOUND, DEFAULT_FAILSAFE_OUTBOUND } from '../cluster/failsafe';
import { nodeName } from '../evaluate/connection-end';
import type { Locate } from '../evaluate/explain-connection';
import type { Evidence, Finding } from '../model/finding';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import { isEverything } from '../net/prefix';
import { formatProtocol } from '../net/protocol';
import type { Rollout, RolloutWorld } from '../rehearse/worlds';
import type { AskedPath } from './asked-path';
import { formatEntry, placeOfList } from './effective-failsafe';
import { decideWithFailsafe } from './path-answer';
import type { PathAnswer } from './path-answer';
import { MOST_EVIDENCE, pathEvidence } from './path-evidence';

/**
 * What failsafe lists do to protected paths (reference: flows-and-lockout B4). An API server on another port than the list knows is H4, an
 * entry that stops Felix H20 and H21: those are told by `rehearse`.
 */
export function failsafeFindings(asked: readonly AskedPath[], rollout: Rollout, locate: Locate): readonly Finding[] {
  const running = asked.filter(({ stopped }) => !stopped);
  return [
    ...listFindings(running, rollout, locate),
    ...fragileFindings(running),
    ...everybodyFindings(running, rollout, locate),
  ];
}

const DIRECTIONS = ['inbound', 'outbound'] as const;
type Direction = (typeof DIRECTIONS)[number];

const DEFAULTS: Readonly<Record<Direction, FailsafeList>> = {
  inbound: DEFAULT_FAILSAFE_INBOUND,
  outbound: DEFAULT_FAILSAFE_OUTBOUND,
};

/** B4.1 and B4.6: what a list lacks, or limits to a net, is closed; the built-in list would keep it open. */
function listFindings(asked: readonly AskedPath[], rollout: Rollout, locate: Locate): readonly Finding[] {
  const missing: Evidence[] = [];
  const limited: Evidence[] = [];
  for (const { path, answers } of asked) {
    const world = WORLDS.findLast((name) => path.verdicts[name].tag === 'blocked');
    if (answers === null || world === undefined || path.expect === 'closed') continue;
    const answer = answers[world];
    const worldOf = rollout.worlds[world];
    if (opensWith(worldOf, answer, ({ ports }) => ports.map((entry) => ({ ...entry, net: null })))) {
      limited.push(...listEvidence(worldOf, answer, path.title, locate, 'limits'));
    } else if (opensWith(worldOf, answer, (_list, direction) => DEFAULTS[direction].ports)) {
      missing.push(...listEvidence(worldOf, answer, path.title, locate, 'lacks'));
    }
  }
  return [
    ...told('B4.1', 'A failsafe list lacks a port that would keep a protected path open.', LACK_HELP, missing),
    ...told('B4.6', 'A failsafe entry is limited to a net that leaves a protected path out.', LIMIT_HELP, limited),
  ];
}

const LACK_HELP =
  'A list replaces the built-in one as a whole. Put the port back into it, or better allow the path with a rule of your own.';
const LIMIT_HELP = 'Widen the net of the entry, or better allow the path with a rule of your own.';

function told(code: string, title: string, help: string, evidence: readonly Evidence[]): readonly Finding[] {
  const unique = [...new Map(evidence.map((line) => [JSON.stringify(line), line])).values()];
  if (unique.length === 0) return [];
  return [{ code, severity: 'warns', title, help, evidence: unique.slice(0, MOST_EVIDENCE) }];
}

function opensWith(
  world: RolloutWorld,
  { connection }: PathAnswer,
  portsOf: (list: FailsafeList, direction: Direction) => FailsafeList['ports'],
): boolean {
  const result = decideWithFailsafe(world, connection, (list, direction) => ({ ports: portsOf(list, direction) }));
  return result.verdict === 'allow';
}

/** The lists at both ends that miss the port of the connection, or let but few of those in who use it. */
function listEvidence(
  world: RolloutWorld,
  { connection, path }: PathAnswer,
  title: string,
  locate: Locate,
  verb: 'lacks' | 'limits',
): readonly Evidence[] {
  const ends = [
    { node: nodeName(connection.to), direction: 'inbound', field: 'Inbound', isEnd: connection.to.tag === 'node' },
    {
      node: nodeName(connection.from),
      direction: 'outbound',
      field: 'Outbound',
      isEnd: connection.from.tag === 'node',
    },
  ] as const;
  return ends.flatMap(({ node, direction, field, isEnd }): readonly Evidence[] => {
    const list = path.settings(node)[`failsafe${field}`];
    const isSame = (entry: FailsafeList['ports'][number]) =>
      entry.protocol === connection.protocol && entry.port === connection.port;
    const own = list.ports.filter(isSame);
    const isAtFault =
      verb === 'lacks'
        ? own.length === 0 && DEFAULTS[direction].ports.some(isSame)
        : own.some(({ net }) => net !== null);
    if (!isEnd || !isAtFault) return [];
    const port = `${formatProtocol(connection.protocol)} ${connection.port}`;
    const says = verb === 'lacks' ? `lacks ${port}` : `has ${own.map(formatEntry).join(', ')} alone`;
    return [
      {
        tag: 'field',
        text: `the ${direction} list of ${node} (${list.from}) ${says}: ${title}`,
        position: placeOfList(world.cluster, list, field, locate),
      },
    ];
  });
}

/** B4.2: what the rollout leaves to failsafe ports alone; what they alone keep open today is to know. */
function fragileFindings(asked: readonly AskedPath[]): readonly Finding[] {
  const left = asked
    .map(({ path }) => path)
    .filter(
      ({ expect, row, verdicts }) => expect === 'open' && row !== 'L42' && verdicts.final.tag === 'failsafe-only',
    );
  const newly = left.filter(({ verdicts }) => verdicts.now.tag !== 'failsafe-only');
  const already = left.filter(({ verdicts }) => verdicts.now.tag === 'failsafe-only');
  const finding = (paths: typeof left, severity: Finding['severity'], when: string): readonly Finding[] => {
    if (paths.length === 0) return [];
    const rows = [...new Map(paths.map((path) => [path.row, path])).values()];
    const shown = rows.slice(0, 3).map(({ title }) => title);
    const more = rows.length > shown.length ? ` and ${rows.length - shown.length} more` : '';
    return [
      {
        code: 'B4.2',
        severity,
        title: `Failsafe ports alone keep ${paths.length === 1 ? 'a protected path' : `${paths.length} protected paths`} open${when}: ${shown.join('; ')}${more}.`,
        help: 'A policy denies it and only the failsafe list of the node lets it through, from everywhere the list names; add an Allow rule of your own.',
        evidence: oneOfEachRowFirst(paths)
          .slice(0, MOST_EVIDENCE)
          .map((path) => pathEvidence(path, 'final')),
      },
    ];
  };
  return [...finding(newly, 'warns', ' after the rollout'), ...finding(already, 'informs', ', as today')];
}

function oneOfEachRowFirst<T extends { readonly row: string }>(paths: readonly T[]): readonly T[] {
  const firsts = new Map(paths.toReversed().map((path) => [path.row, path]));
  return [...[...firsts.values()].toReversed(), ...paths.filter((path) => firsts.get(path.row) !== path)];
}

/** B4.4: an entry for SSH without a net undoes whatever restricts SSH. */
function everybodyFindings(asked: readonly AskedPath[], rollout: Rollout, locate: Locate): readonly Finding[] {
  const world: WorldName = 'final';
  const { cluster } = rollout.worlds[world];
  const evidence = asked.flatMap(({ path, answers }): readonly Evidence[] => {
    if (answers === null || path.row !== 'L02' || path.verdicts[world].tag !== 'failsafe-only') return [];
    const answer = answers[world];
    const node = nodeName(answer.connection.to);
    const list = answer.path.settings(node).failsafeInbound;
    const open = list.ports.filter(({ port, net }) => port === 22 && (net === null || isEverything(net)));
    return open.slice(0, 1).map((entry) => ({
      tag: 'field',
      text: `the inbound list of ${node} (${list.from}) has ${formatEntry(entry)} for everybody`,
      position: placeOfList(cluster, list, 'Inbound', locate),
    }));
  });
  const title = 'The failsafe entry for SSH lets everybody in: no policy can restrict tcp 22.';
  const help =
    'Give the entry the net of your admins (failsafeInboundHostPorts takes a net), or rely on rules and take it out.';
  return told('B4.4', title, help, evidence).map((finding) => ({ ...finding, severity: 'informs' }));
}
