import type { JsonObject } from '../../../../../main/engine/model/json';
import type { CheckState } from '../../../../../main/engine/model/wizard';
import type { StepName } from '../../../../../main/engine/model/world';
import { clusterNode, DEFAULT_TIER, namespace, pod } from '../../evaluate/manifests';
import { rehearse } from '../../rehearse/rehearse-objects';

/** A node, a web server and a database. */
export const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' }, ports: ['tcp/80'] }),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' }, ports: ['tcp/5432'] }),
];

type Fields = Parameters<typeof rehearse>[2];

/** What a check of a rollout says: its state, what was found, and the first lines of proof. */
export interface Found {
  readonly state: CheckState;
  readonly detail: string;
  readonly evidence: readonly string[];
}

const MOST_LINES = 3;

/** One machine check of the plan of a rollout. */
export function found(
  id: string,
  snapshot: readonly JsonObject[],
  changes: readonly JsonObject[] = [],
  fields: Fields = {},
): Found {
  const [step] = id.split('.') as [StepName];
  const { plan } = rehearse(snapshot, changes, fields);
  const checks = plan.steps.find((candidate) => candidate.step === step)?.machineChecks ?? [];
  const check = checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const { state, detail, evidence } = check;
  return { state, detail, evidence: evidence.slice(0, MOST_LINES).map(({ text }) => text) };
}

export function stateOf(...args: Parameters<typeof found>): CheckState {
  return found(...args).state;
}
