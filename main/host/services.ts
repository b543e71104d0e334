import type { HostCapabilities, MethodName, Methods } from '../../preload/contract';
import { ContractFailure } from './contract-failure';
import type { InputSelection } from './input-selection';
import type { OpenWorkspace } from './open-workspace';
import { packageVersion } from './package-root';
import { exportAsArchive, exportFiles, exportIntoChosen, exportName } from './review-export';
import { findSample, listSamples } from './samples';
import type { ExportKind } from './write-files';

/** What answers each method of the Contract, given parameters that were checked. */
export type Services = {
  readonly [M in MethodName]: (params: Methods[M]['params']) => Promise<Methods[M]['result']>;
};

/** A host's own dialogs; `null` when the user cancels. */
export interface Dialogs {
  /** What to open. */
  chooseInputs(what: 'workspace' | 'folders'): Promise<InputSelection | null>;
  /** Absolute path of the folder to export to. */
  chooseExportFolder(what: ExportKind): Promise<string | null>;
}

export interface ServicesOptions {
  readonly workspace: OpenWorkspace;
  readonly host: HostCapabilities['host'];
  /** `null` where the host has none. */
  readonly dialogs: Dialogs | null;
}

export function createServices({ workspace, host, dialogs }: ServicesOptions): Services {
  return {
    'app.info': async () => ({
      version: packageVersion(),
      capabilities: { host, nativeDialogs: dialogs !== null, watchesFiles: true },
      samples: await listSamples(),
      opened: workspace.hasSomething,
    }),
    'workspace.openSample': async ({ id }) => workspace.open({ tag: 'workspace', file: await findSample(id) }),
    'workspace.openDialog': async ({ what }) => {
      if (dialogs === null) {
        throw new ContractFailure(
          'refused',
          'This host has no dialogs of its own.',
          'Choose a folder in the window, or give it to `rehearse serve`.',
        );
      }
      const selection = await dialogs.chooseInputs(what);
      return selection === null ? null : workspace.open(selection);
    },
    'workspace.openUploaded': (params) => workspace.open({ tag: 'uploaded', ...params }),
    'workspace.current': () => workspace.current(),
    'workspace.reload': () => workspace.reload(),
    'workspace.addFlows': ({ files }) => workspace.addFlows(files),
    'workspace.removeFlows': () => workspace.removeFlows(),
    'workspace.setPaths': (paths) => workspace.setPaths(paths),
    'workspace.paths': async () => workspace.paths,
    'wizard.read': () => workspace.wizard(),
    'wizard.record': ({ events }) => workspace.record(events),
    'wizard.settings': (rules) => workspace.setGates(rules),
    'review.export': async ({ what, pictures }) => {
      const written = await workspace.write(what);
      const [files, name] = [exportFiles(written.files, pictures), exportName(what, written.name)];
      if (dialogs === null) return exportAsArchive(name, files);
      const chosen = await dialogs.chooseExportFolder(what);
      if (chosen === null) return null;
      await workspace.refuseExportInto(chosen);
      return exportIntoChosen(chosen, name, files);
    },
    'rehearsal.run': () => workspace.rehearse(),
    'rehearsal.explain': ({ edge, world }) => workspace.explain(edge, world),
    'source.read': ({ file, line, before, after }) => workspace.excerpt(file, line, before, after),
    'engine.cancel': async () => {
      await workspace.cancel();
      return null;
    },
  };
}
