import type { PlannedCommand } from '../model/plan';
import { groupOf } from '../load/kinds';
import type { FileBatch } from './change-files';
import { handOver } from './change-files';

/** Several batches, one after the other, as one line; `''` for none. */
export function commandLine(batches: readonly FileBatch[]): string {
  return batches.map(handOver).join(' && ');
}

/** Tries every batch without effect, hands it over, and looks whether it is there. `rollback` takes the step back. */
export function planCommands(batches: readonly FileBatch[], rollback: readonly FileBatch[]): readonly PlannedCommand[] {
  const undo = commandLine(rollback);
  return batches.flatMap((batch) => [
    ...tryCommand(batch),
    { command: handOver(batch), expect: expectation(batch), rollback: undo },
    ...confirmCommand(batch),
  ]);
}

/** What admission refuses is learnt before anything changes, and so is what the cluster has and the snapshot has not. */
function tryCommand({ tool, verb, target }: FileBatch): readonly PlannedCommand[] {
  if (verb === 'delete') return [];
  if (tool === 'calicoctl') {
    const valid = 'no error (calicoctl v3.31 or later)';
    return [
      { command: `calicoctl validate -f ${target}`, expect: valid, rollback: '' },
      ...(verb === 'apply' ? [{ command: `calicoctl get -f ${target}`, expect: NOT_THERE, rollback: '' }] : []),
    ];
  }
  const command = `kubectl ${verb} --dry-run=server -f ${target}`;
  return [{ command, expect: DRY_RUN[verb], rollback: '' }];
}

/** calico: libcalico-go/lib/errors/errors.go ErrorResourceDoesNotExist. */
const NOT_THERE =
  '"resource does not exist" for every object of the file. Where one is shown that was not applied before, the cluster has it and the snapshot has not: stop, nothing was changed yet; take a new snapshot and rehearse again';

/** A rollback deletes what was new: it must not have been there. */
const DRY_RUN = {
  apply:
    'every line ends in "created (server dry run)". Where one says "configured", the cluster has an object of that name which the snapshot has not: stop, nothing was changed yet; take a new snapshot and rehearse again. "unchanged": this was applied before',
  replace: 'every line ends in "replaced (server dry run)"',
} as const;

function confirmCommand({ tool, verb, target }: FileBatch): readonly PlannedCommand[] {
  if (verb === 'delete') return [];
  return tool === 'kubectl'
    ? [{ command: `kubectl diff -f ${target}`, expect: 'no output: the cluster has what the file says', rollback: '' }]
    : [{ command: `calicoctl get -f ${target} -o yaml`, expect: 'the spec of the file', rollback: '' }];
}

const DONE = { apply: 'created', replace: 'replaced', delete: 'deleted' } as const;

function expectation({ tool, verb, manifests }: FileBatch): string {
  return tool === 'calicoctl' ? calicoctlAnswer(verb, manifests) : kubectlAnswer(verb, manifests);
}

/** calico: calicoctl/calicoctl/commands/{apply,replace,delete}.go: objects of one kind are called by it. */
function calicoctlAnswer(verb: FileBatch['verb'], manifests: FileBatch['manifests']): string {
  const kinds = [...new Set(manifests.map(({ writtenKind }) => writtenKind))];
  const what = kinds.length === 1 ? `'${kinds.join('')}' resource(s)` : 'resource(s)';
  return `Successfully ${verb === 'apply' ? 'applied' : DONE[verb]} ${manifests.length} ${what}`;
}

function kubectlAnswer(verb: FileBatch['verb'], manifests: FileBatch['manifests']): string {
  const [first] = manifests;
  if (first === undefined || manifests.length > 1) return `${manifests.length} objects ${DONE[verb]}, one line each`;
  const group = groupOf(first.apiVersion);
  const type = `${first.writtenKind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
  return verb === 'delete' ? `${type} "${first.name}" deleted` : `${type}/${first.name} ${DONE[verb]}`;
}
