import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Workspace } from '../engine/model/workspace';
import { ContractFailure } from './contract-failure';
import type { InputSelection } from './input-selection';
import { LIMITS } from './limits';
import { assertNever } from '../engine/model/assert-never';
import { sampleId } from './samples';
import { closedObject, listOf, oneOf, ShapeError, text } from './shape';
import { adminCidrs, gateSettings, ownPaths, seenInputs, wizardEvents } from './workspace-shapes';
import { parseJson } from './workspace-text';

/** What a workspace keeps besides where its files are: all that the window changes. */
export type KeptFields = Pick<Workspace, 'adminCidrs' | 'flows' | 'ownPaths' | 'gates' | 'events' | 'seenInputs'>;

/** What was done with inputs that have no workspace file of their own to keep it in. A field that is there takes the place of theirs. */
export type Draft = Partial<KeptFields>;

const DRAFT_NAME = 'draft.json';

const readShape = closedObject(
  { version: oneOf([1]) },
  {
    adminCidrs,
    flows: listOf(text(200), LIMITS.flowFiles),
    ownPaths,
    gates: gateSettings,
    events: wizardEvents,
    seenInputs,
  },
);

/** Throws `ContractFailure` with code `invalid`. */
export function parseDraft(content: string): Draft {
  try {
    const { version: _version, ...draft } = readShape(parseJson(content, DRAFT_NAME), 'draft');
    return draft;
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    throw new ContractFailure(
      'invalid',
      `What was kept of these inputs cannot be read: ${thrown.message}.`,
      'Another release of Calico Rehearsal may have written it; open a copy of the inputs to begin anew.',
    );
  }
}

export function formatDraft({
  adminCidrs: networks,
  flows,
  ownPaths: rows,
  gates,
  events,
  seenInputs: seen,
}: Draft): string {
  const ordered = { version: 1, adminCidrs: networks, flows, ownPaths: rows, gates, events, seenInputs: seen };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** What makes two openings the same, without a path that anybody could read back. */
function keyOf(selection: InputSelection): string {
  return createHash('sha256')
    .update(JSON.stringify(partsOf(selection)))
    .digest('hex')
    .slice(0, 32);
}

function partsOf(selection: InputSelection): readonly (string | null)[] {
  switch (selection.tag) {
    case 'workspace': {
      const sample = sampleId(selection.file);
      return sample === null ? ['workspace', selection.file] : ['sample', sample];
    }
    case 'folders':
      return ['folders', selection.snapshot, selection.changes];
    case 'uploaded':
      // By name, not by content: a policy that was corrected and uploaded again goes on with the same wizard.
      return ['uploaded', selection.name];
    default:
      return assertNever(selection);
  }
}

/** The folder and the file of a selection's draft, below the state folder. */
export function draftPlace(
  selection: InputSelection,
  stateFolder: string,
): { readonly folder: string; readonly file: string } {
  const folder = join(stateFolder, 'drafts', keyOf(selection));
  return { folder, file: join(folder, DRAFT_NAME) };
}
