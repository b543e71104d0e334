import type { PolicedEndpoint, WorkloadEndpoint } from '../../main/engine/cluster/endpoint';
import { endpointName } from '../../main/engine/cluster/endpoint';
import type { Decision } from '../../main/engine/evaluate/decide';
import { decide } from '../../main/engine/evaluate/decide';
import type { Evaluation } from '../../main/engine/evaluate/evaluation';
import { packetOf } from '../../main/engine/evaluate/packet-of';
import type { Outcomes } from '../../main/engine/evaluate/tiers';
import { objectAt, readObjectList, readText } from '../../main/engine/load/fields';
import type { Json } from '../../main/engine/model/json';
import type { CheckpointQuestion, Reply } from './case';
import { NOT_ASKED, compareAnswers } from './case';
import type { CaseWorld } from './case-world';

export function askCheckpoint(question: CheckpointQuestion, world: CaseWorld): Reply {
  const evaluation = question.policies === 'pending' ? world.pending() : world.enforced;
  const endpoint = findEndpoint(evaluation, question.endpoint);
  if (endpoint === undefined) return NOT_ASKED;
  const decision = decide(
    evaluation.programs.programOf(endpoint),
    'normal',
    question.direction,
    packetOf(question.flow, evaluation.peers),
    evaluation.matcher,
  );
  return compareAnswers(
    {
      verdict: verdictOf(decision.outcomes),
      trace: traceOf(decision, question.policies === 'pending' ? endpoint : null),
    },
    question.answer,
  );
}

/** `workload:` stands for any pod of a controller, or for a bare pod. */
export function findEndpoint(evaluation: Evaluation, name: string): PolicedEndpoint | undefined {
  const { workloads, hosts } = evaluation.cluster;
  if (!name.startsWith(WORKLOAD)) return [...workloads, ...hosts].find((endpoint) => endpointName(endpoint) === name);
  const place = name.slice(WORKLOAD.length);
  const called = ({ namespace, owner }: WorkloadEndpoint) => `${namespace}/${owner.name}` === place;
  // A pod of a Deployment may be asked for by its ReplicaSet.
  const owned = ({ namespace, resource }: WorkloadEndpoint) =>
    (readObjectList(objectAt(resource.body, 'metadata'), 'ownerReferences') ?? []).some(
      (reference) => `${namespace}/${readText(reference, 'name')}` === place,
    );
  return workloads.find(called) ?? workloads.find(owned);
}

const WORKLOAD = 'workload:';

export function verdictOf(outcomes: Outcomes): string {
  if (outcomes.allow && outcomes.deny) return 'undecided';
  return outcomes.allow ? 'allow' : 'deny';
}

/** Where profiles exist but none matches, the flow-log evaluator's trace just ends. */
function traceOf(decision: Decision, pendingEndpoint: PolicedEndpoint | null): Json {
  const ends = pendingEndpoint !== null && pendingEndpoint.profiles.length > 0;
  return decision.hits
    .filter((hit) => !(ends && hit.kind === 'Profile' && hit.rule === -1))
    .map((hit) => [hit.tier, hit.kind, hit.namespace, hit.name, hit.rule, hit.action]);
}
