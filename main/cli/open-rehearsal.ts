import { openSession } from '../engine/pipeline';
import type { Session } from '../engine/pipeline';
import { ContractFailure } from '../host/contract-failure';
import type { InputSelection } from '../host/input-selection';
import { selectInputs } from '../host/input-selection';
import { readInputs } from '../host/read-inputs';
import { findWorkspaceFile } from '../host/read-workspace';
import type { RehearsalArguments } from './parse-arguments';

/**
 * Reads what the arguments name, or the workspace file of `folder` when they name nothing, and opens it in the engine.
 * Throws `ContractFailure` when it cannot be read or holds nothing that Calico Rehearsal knows.
 */
export async function openRehearsal({ inputs, adminCidrs }: RehearsalArguments, folder: string): Promise<Session> {
  const selection = (await selectInputs(inputs, folder)) ?? (await selectHere(folder));
  const { input } = await readInputs(selection);
  const session = openSession({
    ...input,
    workspace: { ...input.workspace, adminCidrs: [...new Set([...input.workspace.adminCidrs, ...adminCidrs])] },
  });
  if (session.report.accounting.loaded.length === 0) {
    throw new ContractFailure(
      'invalid',
      `Nothing was loaded from ${input.name}.`,
      'Give a folder with the YAML or JSON of a cluster; rehearse capture prints the commands that fetch it.',
    );
  }
  return session;
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
