import type { Connection } from '../../evaluate/connection-end';
import { decidingHit } from '../../evaluate/deciding-hit';
import type { DecidingHit } from '../../evaluate/decide';
import type { Stage } from '../../evaluate/passage';
import type { ProgramPolicy, ProgramTier } from '../../compile/program';
import type { WorldName } from '../../model/world';
import type { EdgeSource } from '../edges';
import { decideIn } from '../decide-in';
import { firstStages } from '../decided-by';
import type { SurpriseFacts } from './surprise-facts';

/** The connection that stands for an edge in a world. */
export function connectionIn(source: EdgeSource, world: WorldName): Connection {
  return source.connections[world];
}

/** An edge with the checkpoints that decided it in a world. */
export interface DecidedEdge {
  readonly source: EdgeSource;
  readonly stages: readonly Stage[];
}

const DECIDED = new WeakMap<readonly EdgeSource[], Map<WorldName, Map<EdgeSource, DecidedEdge>>>();

/** The checkpoints of an edge in a world; asked once. */
function decided(facts: SurpriseFacts, source: EdgeSource, world: WorldName): DecidedEdge {
  const worlds = DECIDED.get(facts.sources) ?? new Map<WorldName, Map<EdgeSource, DecidedEdge>>();
  DECIDED.set(facts.sources, worlds);
  const edges = worlds.get(world) ?? new Map<EdgeSource, DecidedEdge>();
  worlds.set(world, edges);
  const known = edges.get(source);
  if (known !== undefined) return known;
  const result = decideIn(facts.rollout.worlds[world], connectionIn(source, world));
  const edge = { source, stages: firstStages(result) };
  edges.set(source, edge);
  return edge;
}

/** Edges allowed in a world, with their checkpoints. */
export function allowedIn(facts: SurpriseFacts, world: WorldName): readonly DecidedEdge[] {
  return facts.sources
    .filter(({ edge }) => edge.verdicts[world].verdict === 'allow')
    .map((source) => decided(facts, source, world));
}

/** Edges open in one world and closed in a later one, with the checkpoints of the later one. */
export function closedBetween(facts: SurpriseFacts, before: WorldName, after: WorldName): readonly DecidedEdge[] {
  return facts.sources
    .filter(({ edge }) => edge.verdicts[before].verdict === 'allow' && edge.verdicts[after].verdict === 'deny')
    .map((source) => decided(facts, source, after));
}

/** The checkpoint that denied; `undefined` where answers do not come back. */
export function denyingStage(stages: readonly Stage[]): Stage | undefined {
  return stages.findLast((stage) => stage.answer === 'deny');
}

/** The hit that denied; `undefined` where no policy did. */
export function denyingHit(stages: readonly Stage[]): DecidingHit | undefined {
  const stage = denyingStage(stages);
  return stage === undefined ? undefined : decidingHit(stage);
}

/** The policy that a hit belongs to, and those behind it in its tier; none where no policy was hit. */
export function policiesFromHit(tiers: readonly ProgramTier[], hit: DecidingHit): readonly ProgramPolicy[] {
  return tiers
    .filter(({ tier }) => tier.name === hit.tier)
    .flatMap(({ policies }) => {
      const place = policies.findIndex(
        ({ policy }) => policy.kind === hit.kind && policy.namespace === hit.namespace && policy.name === hit.name,
      );
      return place < 0 ? [] : policies.slice(place);
    });
}
