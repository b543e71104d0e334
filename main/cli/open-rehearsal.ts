import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openSession } from '../engine/pipeline';
import type { Session, SessionReport } from '../engine/pipeline';
import { formatPosition } from '../engine/report/format-position';
import { ContractFailure } from '../host/contract-failure';
import type { InputSelection } from '../host/input-selection';
import { selectInputs } from '../host/input-selection';
import { readSelected } from '../host/read-inputs';
import { findWorkspaceFile } from '../host/read-workspace';
import type { SelectedWorkspace } from '../host/selected-workspace';
import { selectWorkspace } from '../host/selected-workspace';
import type { RehearsalArguments } from './read-options';
import type { Terminal } from './terminal';

/** What was chosen, and the engine with it. */
export interface OpenedRehearsal {
  readonly session: Session;
  /** With what the command line adds to it. */
  readonly selected: SelectedWorkspace;
}

/**
 * Reads what the arguments name, or the workspace file of the current folder when they name nothing, and opens it in the engine.
 * Drafts of the window are not looked at: the same files give the same answer on every machine.
 * Throws `ContractFailure` when it cannot be read or holds nothing that Calico Rehearsal knows.
 */
export async function openRehearsal(given: RehearsalArguments, terminal: Terminal): Promise<OpenedRehearsal> {
  const { folder } = terminal;
  const chosen = await selectWorkspace((await selectInputs(given.inputs, folder)) ?? (await selectHere(folder)));
  const { workspace, flows, file, recovered } = chosen;
  if (recovered !== '' && file !== null) {
    terminal.complain(`rehearse: ${basename(file)} ${recovered}: the copy that was kept before it is read instead.\n`);
  }
  const selected: SelectedWorkspace = {
    ...chosen,
    workspace: { ...workspace, adminCidrs: [...new Set([...workspace.adminCidrs, ...given.adminCidrs])] },
    flows: [...flows, ...(await Promise.all(given.flows.map((path) => existingFlows(folder, path))))],
  };
  const { input } = await readSelected(selected);
  const session = openSession(input, terminal.tell);
  if (session.report.accounting.loaded.length === 0) {
    throw new ContractFailure(
      'invalid',
      [`Nothing was loaded from ${input.name}.`, ...whyNothing(session.report)].join(' '),
      'Give a folder with the YAML or JSON of a cluster; rehearse capture prints the commands that fetch it.',
    );
  }
  return { session, selected };
}

/** What is wrong with the first file that is rejected; nothing where none is. */
function whyNothing({ accounting, diagnostics }: SessionReport): readonly string[] {
  const worst = diagnostics.find(({ severity }) => severity === 'error');
  if (worst !== undefined) return [`${formatPosition(worst.position)}: ${worst.message} ${worst.help}`.trimEnd()];
  const notRead = accounting.notRead.map(({ kind, count }) => `${count} ${kind}`).slice(0, 3);
  return notRead.length === 0 ? [] : [`Not read: ${notRead.join(', ')}.`];
}

async function existingFlows(folder: string, written: string): Promise<string> {
  const path = resolve(folder, written);
  if ((await stat(path).catch(() => undefined)) !== undefined) return path;
  throw new ContractFailure('not-found', `--flows ${written} does not exist or cannot be read.`, 'Check the path.');
}

async function selectHere(folder: string): Promise<InputSelection> {
  try {
    return { tag: 'workspace', file: await findWorkspaceFile(folder) };
  } catch (thrown) {
    if (!(thrown instanceof ContractFailure)) throw thrown;
    throw new ContractFailure(
      'invalid',
      'Nothing to rehearse is given, and the current folder is no workspace.',
      'Give a workspace, or --snapshot DIR and --policies DIR.',
    );
  }
}
