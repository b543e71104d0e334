import { normalize, resolve } from 'node:path';
import { countOf } from '../engine/model/count-words';
import { refuseInputFolder } from '../host/export-place';
import { writeExportFolder } from '../host/export-folder';
import { exportFiles } from '../host/review-export';
import { writeFiles, type ExportKind } from '../host/write-files';
import { judgeWizard } from '../host/wizard-rules';
import { keptInWords } from './kept-in';
import { openRehearsal } from './open-rehearsal';
import { closingLine } from './print-run';
import type { RehearsalArguments } from './read-options';
import type { Terminal } from './terminal';

/** What a reader opens first. */
const START: Readonly<Record<ExportKind, string>> = { plan: 'checklist.md', pack: 'review.html' };

/**
 * `rehearse plan` and `rehearse report`: writes the files into `folder`. Returns 0 whatever the findings are: `run` and `check` judge.
 * Throws `ContractFailure`, also when the folder holds something else.
 */
export async function writeExport(
  what: ExportKind,
  given: RehearsalArguments,
  folder: string,
  terminal: Terminal,
): Promise<number> {
  const { session, selected } = await openRehearsal(given, terminal);
  const absolute = resolve(terminal.folder, folder);
  await refuseInputFolder(absolute, selected);
  const rehearsal = session.rehearse(terminal.tell);
  const wizard = judgeWizard(rehearsal, selected.workspace, keptInWords(selected));
  const paths = await writeExportFolder(absolute, exportFiles(writeFiles(what, rehearsal, wizard, terminal.tell), []));
  const shown = normalize(folder).replace(/[\\/]$/, '');
  terminal.print(
    `${countOf(paths.length, 'file')} written to ${shown}; begin with ${shown}/${START[what]}\n${closingLine(rehearsal)}\n`,
  );
  return 0;
}
