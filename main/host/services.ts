import type { HostCapabilities, MethodName, Methods } from '../../preload/contract';
import { ContractFailure } from './contract-failure';
import type { InputSelection } from './input-selection';
import type { OpenWorkspace } from './open-workspace';
import { packageVersion } from './package-root';
import { findSample, listSamples } from './samples';

/** What answers each method of the Contract, given parameters that were checked. */
export type Services = {
  readonly [M in MethodName]: (params: Methods[M]['params']) => Promise<Methods[M]['result']>;
};

/** Asks the user what to open; `null` when the user cancels. */
export type ChooseInputs = (what: 'workspace' | 'folders') => Promise<InputSelection | null>;

export interface ServicesOptions {
  readonly workspace: OpenWorkspace;
  readonly host: HostCapabilities['host'];
  /** The host's own dialogs; `null` where it has none. */
  readonly chooseInputs: ChooseInputs | null;
}

export function createServices({ workspace, host, chooseInputs }: ServicesOptions): Services {
  return {
    'app.info': async () => ({
      version: packageVersion(),
      capabilities: { host, nativeDialogs: chooseInputs !== null, watchesFiles: true },
      samples: await listSamples(),
      opened: workspace.report !== null,
    }),
    'workspace.openSample': async ({ id }) => workspace.open({ tag: 'workspace', file: await findSample(id) }),
    'workspace.openDialog': async ({ what }) => {
      if (chooseInputs === null) {
        throw new ContractFailure(
          'refused',
          'This host has no dialogs of its own.',
          'Choose a folder in the window, or give it to `rehearse serve`.',
        );
      }
      const selection = await chooseInputs(what);
      return selection === null ? null : workspace.open(selection);
    },
    'workspace.openUploaded': (params) => workspace.open({ tag: 'uploaded', ...params }),
    'workspace.current': async () => workspace.report,
    'workspace.reload': () => workspace.reload(),
    'workspace.addFlows': ({ files }) => workspace.addFlows(files),
    'workspace.removeFlows': () => workspace.removeFlows(),
    'workspace.setPaths': (paths) => workspace.setPaths(paths),
    'workspace.paths': async () => workspace.paths,
    'wizard.read': notYet,
    'wizard.record': notYet,
    'wizard.settings': notYet,
    'review.export': notYet,
    'rehearsal.run': () => workspace.rehearse(),
    'rehearsal.explain': ({ edge, world }) => workspace.explain(edge, world),
    'source.read': ({ file, line, before, after }) => workspace.excerpt(file, line, before, after),
    'engine.cancel': async () => {
      await workspace.cancel();
      return null;
    },
  };
}

async function notYet(): Promise<never> {
  throw new ContractFailure('refused', 'This is not built yet.', '');
}
