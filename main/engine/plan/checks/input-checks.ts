import { countOf } from '../../model/count-words';
import type { FileRole } from '../../model/source';
import type { MachineCheck } from '../../model/plan';
import type { ResourceKind } from '../../model/resource';
import { describeObject } from '../../rehearse/surprises/evidence';
import type { Rollout } from '../../rehearse/worlds';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';
import { sentences } from './sentences';

/** What was read of the files; a document that was not is in no world, and in no file of the plan. */
export type InputFacts = Pick<PlanFacts, 'accounting' | 'diagnostics'>;

/** Where the staged policies of the snapshot are the change set, they stand in no file of it. */
type ChangeFacts = InputFacts & { readonly rollout: Pick<Rollout, 'changes' | 'changesFromSnapshot'> };

/** A policy in force that was not read decides in the cluster, and not here. */
export function checkSnapshotRead(facts: InputFacts): MachineCheck {
  const id = 'net.snapshot-read';
  const title = 'All of the snapshot was read';
  // What Calico makes of a policy that it ignores is computed, and no doubt.
  const told = diagnosticsOf('snapshot', facts).filter(({ code }) => code.startsWith('LOAD'));
  if (told.length === 0) return machineCheck(id, title, 'green', 'No document was rejected or left out.');
  return machineCheck(
    id,
    title,
    'amber',
    `${countOf(told.length, 'place')} of it ${told.length === 1 ? 'was' : 'were'} not read, or not as written: what stands there may decide in the cluster, and does not here.`,
    told.map(diagnosticLine),
  );
}

/** Kinds that decide, or say who is asked; a cluster of Calico has most of them. */
const DECIDING: readonly ResourceKind[] = [
  'Namespace',
  'Node',
  'Tier',
  'GlobalNetworkPolicy',
  'NetworkPolicy',
  'KubernetesNetworkPolicy',
  'HostEndpoint',
  'GlobalNetworkSet',
  'NetworkSet',
  'FelixConfiguration',
];

/** Of what is in the files verdicts are proved; of a cluster only where nothing else is in it. */
export function checkSnapshotComplete({ rollout }: Pick<PlanFacts, 'rollout'>): MachineCheck {
  const id = 'net.snapshot-complete';
  const title = 'The snapshot holds everything that decides';
  if (rollout.profile.complete) {
    return machineCheck(id, title, 'green', 'It is said to be complete: what is not in it does not exist.');
  }
  const there = new Set(rollout.worlds.now.cluster.resources.map(({ kind }) => kind));
  const lacking = DECIDING.filter((kind) => !there.has(kind)).map((kind) => DECIDING_WORDS[kind] ?? kind);
  const detail = sentences(
    'Nobody said so: a policy, tier or host endpoint that is in no file may decide otherwise in the cluster, and everything that is proved here is proved of the files.',
    lacking.length === 0 ? '' : `It holds none of these: ${lacking.join(', ')}.`,
    'Take a snapshot with the commands of rehearse capture, and say "cluster": {"complete": true} in the workspace file.',
  );
  return machineCheck(id, title, 'grey', detail);
}

const DECIDING_WORDS: Partial<Record<ResourceKind, string>> = {
  NetworkPolicy: 'NetworkPolicy of Calico',
  KubernetesNetworkPolicy: 'NetworkPolicy of Kubernetes',
};

/** What is refused, ignored or not read of the change set is not what its author wants to roll out. */
export function checkChangesRead(facts: ChangeFacts): MachineCheck {
  const id = 'stage.change-set-read';
  const title = 'All of the change set was read, and Calico takes it';
  const told = diagnosticsOf('changes', facts);
  const ignored = ignoredChanges(facts.rollout);
  const errors = told.filter(({ severity }) => severity === 'error');
  const left = leftOut(facts);
  const wrong = errors.length + ignored.length;
  if (told.length + left.length + ignored.length === 0) {
    return machineCheck(id, title, 'green', 'Every document of it is in the files of this plan.');
  }
  const detail = sentences(
    wrong === 0
      ? ''
      : `${countOf(wrong, 'place')} of it cannot be read, or Calico refuses or ignores what stands there: such a document is in no file of this plan, or does nothing once applied.`,
    told.length === errors.length
      ? ''
      : `${countOf(told.length - errors.length, 'place')} ${told.length - errors.length === 1 ? 'is' : 'are'} not read as written.`,
    left.length === 0
      ? ''
      : `${countOf(left.length, 'document')} of it ${left.length === 1 ? 'is' : 'are'} in no file of this plan.`,
  );
  const worstFirst = [...errors, ...told.filter(({ severity }) => severity !== 'error')];
  return machineCheck(id, title, wrong > 0 ? 'red' : 'amber', detail, [
    ...ignored,
    ...worstFirst.map(diagnosticLine),
    ...left,
  ]);
}

function ignoredChanges({ changes, changesFromSnapshot }: ChangeFacts['rollout']): readonly CheckLine[] {
  const ignored = changesFromSnapshot
    ? changes.filter(({ promoted, action }) => promoted === null && action !== 'Delete')
    : [];
  return ignored.map(({ resource }) => ({
    text: `${describeObject(resource)}: Calico ignores it`,
    position: { file: resource.origin.file, line: resource.origin.line, column: 1 },
  }));
}

type Told = InputFacts['diagnostics'][number];

function diagnosticsOf(role: FileRole, { diagnostics }: InputFacts): readonly Told[] {
  return diagnostics.filter(
    ({ severity, position }) => severity !== 'information' && position.file.startsWith(`${role}/`),
  );
}

function diagnosticLine({ code, message, help, position }: Told): CheckLine {
  return { text: `${code}: ${message} ${help}`.trim(), position };
}

/** Documents of kinds that are not read, and what is no object. */
function leftOut({ accounting }: InputFacts): readonly CheckLine[] {
  return accounting.files
    .filter(({ role }) => role === 'changes')
    .flatMap(({ role, path, documents }) =>
      documents.flatMap(({ line, fate }) =>
        fate.tag === 'ignored' ? [{ text: fate.why, position: { file: `${role}/${path}`, line, column: 1 } }] : [],
      ),
    );
}
