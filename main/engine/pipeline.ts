/**
 * The program on one page: START READING HERE. Every step is one function from plain data to plain data; the rooms are read in the order
 * in which they are called.
 */
import { clusterProfile } from './cluster/cluster-profile';
import { missingObjects } from './cluster/missing-objects';
import { policyDiagnostics } from './compile/policy-diagnostics';
import type { Connection } from './evaluate/connection-end';
import { collectMentions } from './evaluate/collect-mentions';
import { explainConnection } from './evaluate/explain-connection';
import type { Locate } from './evaluate/explain-connection';
import { flowFindings } from './flows/flow-findings';
import { reportFlows } from './flows/report-flows';
import { excerpt } from './load/excerpt';
import type { Excerpt } from './load/excerpt';
import { loadFiles } from './load/load-files';
import type { Loaded, SkippedFile } from './load/load-files';
import { locate } from './load/locate';
import { askPaths, askPathsOnTheWay } from './lockout/ask-paths';
import { effectiveFailsafe } from './lockout/effective-failsafe';
import { failsafeFindings } from './lockout/failsafe-findings';
import { listProtectedPaths } from './lockout/list-paths';
import { lockoutFindings } from './lockout/lockout-findings';
import { protectedEdges } from './lockout/protected-edges';
import { applyStops, withStops } from './lockout/rollback-path';
import { unreachedDenies } from './lockout/unreached-denies';
import type { Diagnostic } from './model/diagnostic';
import { nameParties } from './model/edge';
import type { Finding } from './model/finding';
import type { FlowFile, InputState } from './model/inputs';
import { nameOfFlowFile } from './model/inputs';
import type { VerdictChanges } from './model/plan';
import type { Progress } from './model/progress';
import type { Rehearsal } from './model/rehearsal';
import type { SourceFile } from './model/source';
import { PROTOCOL } from './model/traffic';
import type { ConnectionTrace } from './model/verdict';
import type { Workspace } from './model/workspace';
import type { StepName, WorldName } from './model/world';
import { formatProtocol } from './net/protocol';
import { buildTrafficSpace } from './net/traffic-space';
import { buildPlan } from './plan/build-plan';
import { connectParties } from './rehearse/connect-parties';
import { connectWorlds } from './rehearse/connect-worlds';
import { countPairs } from './rehearse/count-pairs';
import type { CountedPairs } from './rehearse/count-pairs';
import { draftEdges } from './rehearse/draft-edges';
import type { EdgeSource } from './rehearse/edges';
import { factsForFlows } from './rehearse/facts-for-flows';
import { decideIn } from './rehearse/decide-in';
import { finishEdges } from './rehearse/edges';
import { outsideAddresses } from './rehearse/outside-address';
import { summarisePairs } from './rehearse/pair-summary';
import { listParties } from './rehearse/parties';
import { findEnds } from './rehearse/find-ends';
import { meetingEnds } from './rehearse/meeting-ends';
import { countProtected, movesBetween } from './rehearse/moves';
import type { SpaceAnswers } from './rehearse/lift-answers';
import { orderPromotion } from './rehearse/promotion-order';
import { rolloutFindings } from './rehearse/rollout-findings';
import { isNet } from './rehearse/safety-net';
import { createSignatures } from './rehearse/signatures';
import type { Signatures } from './rehearse/signatures';
import { summariseSteps } from './rehearse/step-summaries';
import { surpriseFindings } from './rehearse/surprises/all-surprises';
import { createTrafficPieces } from './rehearse/traffic-pieces';
import { changesOfStep } from './rehearse/verdict-changes';
import { sortWorstFirst } from './rehearse/worst-first';
import { allPolicies, buildRollout } from './rehearse/worlds';
import type { Rollout } from './rehearse/worlds';

export interface EngineInput {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly skipped: readonly SkippedFile[];
  readonly flows: readonly FlowFile[];
  readonly workspace: Workspace;
  readonly inputs: InputState;
}

/** What was read, before anything is drawn. */
export type SessionReport = Pick<Rehearsal, 'name' | 'accounting' | 'diagnostics' | 'counts'>;

/** A connection that somebody asks about by name. */
export interface FlowQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly port: number | null;
  readonly world: WorldName;
}

/** What does not change with every edit. */
export interface Kept {
  readonly files: Loaded['settled'];
  readonly rollout: Rollout;
  readonly signatures: Signatures;
  readonly memory: PairMemory;
}

/** What rehearsals leave for later ones: each takes it up, and writes into it. */
interface PairMemory {
  answers: SpaceAnswers | null;
  counted: CountedPairs | null;
}

/** Inputs that were read, ready to be rehearsed and asked about. */
export interface Session {
  /** What a session of nearly the same inputs takes over. */
  readonly kept?: Kept;
  readonly report: SessionReport;
  rehearse(progress: Progress): Rehearsal;
  /** `undefined`: the rehearsal lists no such edge. */
  explain(edge: string, world: WorldName): ConnectionTrace | undefined;
  explainFlow(question: FlowQuestion): ConnectionTrace | { readonly error: string };
  excerpt(file: string, line: number, before: number, after: number): Excerpt | undefined;
}

/**
 * files → documents → resources → clusters → policies → worlds; then, when asked, → verdicts → edges, protected paths, findings. What an
 * `earlier` session kept makes it quicker, and changes no answer.
 */
export function openSession(input: EngineInput, tell: Progress = () => undefined, earlier?: Kept): Session {
  const loaded = loadFiles(input.files, input.skipped, (done, total) => tell('loading', done, total), earlier?.files);
  tell('worlds', 0, 1);
  const profile = clusterProfile(loaded.resources, input.workspace.cluster);
  const rollout = buildRollout(loaded.resources, profile, earlier?.rollout);
  const { cluster: before } = rollout.worlds.now;
  const { cluster: after } = rollout.worlds.final;
  const policies = allPolicies(rollout);
  const signatures = createSignatures(policies, [before, after], rollout.hostsPoliceForwarding, earlier?.signatures);
  const { adminCidrs } = input.workspace;
  const parties = listParties(before, after, adminCidrs, outsideAddresses(policies, after), signatures);
  const place: Locate = (resource, path) =>
    resource.origin.file === '' ? null : locate(loaded.sources, resource.origin, path);
  const texts = new Map([...loaded.sources, ...input.flows.map((file) => [nameOfFlowFile(file), file.text] as const)]);
  const diagnostics: readonly Diagnostic[] = [
    ...loaded.diagnostics,
    ...missingObjects(after, loaded.sources),
    ...policyDiagnostics(rollout.policyProblems, after.problems, loaded.sources),
  ];
  const counts: Rehearsal['counts'] = {
    nodes: after.nodes.length,
    pods: after.workloads.reduce((sum, workload) => sum + workload.replicas, 0),
    workloads: new Set(parties.filter(({ party }) => party.kind === 'workload').map(({ owner }) => owner)).size,
    policies: rollout.enforced.length,
    changes: rollout.changes.length,
    classes: new Set(parties.flatMap(({ members }) => members.map(({ signature }) => signature))).size,
  };
  const report: SessionReport = { name: input.name, accounting: loaded.accounting, diagnostics, counts };
  const memory: PairMemory = earlier?.memory ?? { answers: null, counted: null };
  let known: { readonly rehearsal: Rehearsal; readonly sources: ReadonlyMap<string, EdgeSource> } | undefined;

  function rehearse(progress: Progress) {
    const space = buildTrafficSpace(collectMentions(policies, [before, after]));
    const connectivity = connectWorlds(rollout, space, memory.answers);
    memory.answers = connectivity.answers;
    const connected = connectParties(parties, connectivity, (done, total) => progress('connectivity', done, total));
    const counted = countPairs(connected, connectivity.answers, memory.counted);
    memory.counted = counted;
    const summary = draftEdges(counted, connectivity.answersOf, createTrafficPieces(space));
    const shown = parties.map(({ party }) => party);
    progress('protected paths', 0, 1);
    const drafts = listProtectedPaths(rollout, { adminCidrs, ownPaths: input.workspace.ownPaths ?? [] });
    const asked = askPaths(drafts, rollout, place);
    progress('edges', 0, 1);
    const sources = [...protectedEdges(asked, shown, rollout, place), ...finishEdges(summary.drafts, rollout, place)];
    const edges = sortWorstFirst(sources.map(({ edge }) => edge));
    const { compared, moves } = countProtected(summary, edges);
    const facts = { rollout, edges, parties: shown, moves, locate: place };
    progress('findings', 0, 1);
    const surprises = surpriseFindings({ ...facts, resources: loaded.resources, sources });
    const settled = applyStops(asked, surprises);
    const protectedPaths = settled.map(({ path }) => path);
    const steps = summariseSteps(compared, moves);
    const flows =
      input.flows.length === 0
        ? null
        : reportFlows(
            input.flows,
            factsForFlows({ rollout, parties, signatures, edges, paths: drafts, locate: place }),
            (done, total) => progress('recorded flows', done, total),
          );
    const findings = worstFindingsFirst([
      ...lockoutFindings(settled),
      ...failsafeFindings(settled, rollout, place),
      ...unreachedDenies(rollout, place),
      ...rolloutFindings(facts),
      ...surprises,
      ...(flows === null ? [] : flowFindings(flows)),
    ]);
    const promotion = orderPromotion(
      rollout,
      parties,
      space,
      drafts.flatMap(({ connections }) => connections),
      progress,
      connected,
    );
    const askPathsAfter = askPathsOnTheWay(withStops(drafts, surprises), place);
    const promotionMoves = promotion.moves.map((move, index) => {
      progress('plan', index, promotion.moves.length);
      return { ...move, pathVerdicts: askPathsAfter(move) };
    });
    const rehearsal: Rehearsal = {
      ...report,
      cluster: profile,
      parties: shown,
      edges,
      unlistedEdges: summary.unlisted,
      steps,
      pairs: summarisePairs(counted.openness),
      findings,
      protectedPaths,
      failsafe: effectiveFailsafe(rollout.worlds.final, place),
      plan: buildPlan({
        accounting: loaded.accounting,
        diagnostics,
        rollout,
        steps,
        edges,
        wholeRollout: movesBetween(moves, 'now', 'final'),
        parties: shown,
        protectedPaths,
        findings,
        flows,
        adminCidrs,
        inputs: input.inputs,
        promotion: { ...promotion, moves: promotionMoves },
        unlistedEndings: summary.unlistedEndings,
        stepChanges: Object.fromEntries(
          steps.map((step) => [step.step, changesOfStep(step, sources, shown, rollout)]),
        ) as Record<StepName, VerdictChanges>,
        locate: place,
      }),
      flows,
      inputs: input.inputs,
    };
    return { rehearsal, sources: new Map(sources.map((source) => [source.edge.id, source])) };
  }

  function run(progress: Progress) {
    known ??= rehearse(progress);
    return known;
  }

  return {
    report,
    kept: { files: loaded.settled, rollout, signatures, memory },
    rehearse: (progress) => run(progress).rehearsal,
    explain(edge, world) {
      const source = run(() => undefined).sources.get(edge);
      if (source === undefined) return undefined;
      const nameOf = nameParties(parties.map(({ party }) => party));
      const { from, to, traffic } = source.edge;
      const names = { from: nameOf(from), to: nameOf(to), traffic };
      return explainIn(rollout, world, source.connections[world], names, place);
    },
    explainFlow(question) {
      const froms = findEnds(question.from, parties, after);
      if (froms.length === 0) return { error: `nobody is called ${question.from}` };
      const tos = findEnds(question.to, parties, after);
      if (tos.length === 0) return { error: `nobody is called ${question.to}` };
      const ends = meetingEnds(froms, tos);
      if (ends === undefined) return { error: `${question.from} and ${question.to} have no address family in common` };
      const { protocol, port, world } = question;
      const connection = { ...ends, protocol, port: port ?? -1, ...echoRequest(protocol), via: null } as const;
      const traffic = port === null ? formatProtocol(protocol) : `${formatProtocol(protocol)} ${port}`;
      return explainIn(rollout, world, connection, { from: question.from, to: question.to, traffic }, place);
    },
    excerpt: (file, line, linesBefore, linesAfter) => excerpt(texts, file, line, linesBefore, linesAfter),
  };
}

function explainIn(
  rollout: Rollout,
  world: WorldName,
  connection: Connection,
  names: { readonly from: string; readonly to: string; readonly traffic: string },
  place: Locate,
): ConnectionTrace {
  const { path } = rollout.worlds[world];
  const result = decideIn(rollout.worlds[world], connection);
  return explainConnection(result, names, {
    path,
    locate: place,
    isSafetyNet: (hit) => isNet(hit, rollout.net),
  });
}

/** Ping, where somebody asks about ICMP without a type. */
function echoRequest(protocol: number): { readonly icmpType: number; readonly icmpCode: number } {
  if (protocol === PROTOCOL.icmp) return { icmpType: 8, icmpCode: 0 };
  return protocol === PROTOCOL.icmpv6 ? { icmpType: 128, icmpCode: 0 } : { icmpType: -1, icmpCode: -1 };
}

const SEVERITIES: readonly Finding['severity'][] = ['blocks', 'warns', 'informs'];

function worstFindingsFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
}
