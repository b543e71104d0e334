import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { Wizard } from '../../../main/engine/model/wizard';
import { openSession } from '../../../main/engine/pipeline';
import { CHECKSUMS_NAME } from '../../../main/host/export-file';
import { readInputs } from '../../../main/host/read-inputs';
import { exportAsArchive, exportFiles, exportIntoChosen, exportName } from '../../../main/host/review-export';
import { findSample } from '../../../main/host/samples';
import { writeFiles } from '../../../main/host/write-files';
import { judgeWizard } from '../../../main/host/wizard-rules';
import { makeFolder } from './make-folder';

const ICON = readFileSync(new URL('../../../assets/icon.png', import.meta.url));

let rehearsal: Rehearsal;
let wizard: Wizard;

beforeEach(async () => {
  const { input } = await readInputs({ tag: 'workspace', file: await findSample('ship-it-safely') });
  rehearsal = openSession(input).rehearse(() => undefined);
  wizard = judgeWizard(rehearsal, input.workspace, 'ship-it-safely.rehearsal.json');
});

function pathsOf(what: 'pack' | 'plan'): readonly string[] {
  return exportFiles(writeFiles(what, rehearsal, wizard), []).map(({ path }) => path);
}

describe('an export', () => {
  it('of a plan holds what is applied, what takes it back, and the checklist on paper and as text', () => {
    const planned = rehearsal.plan.steps.flatMap(({ files, rollback }) => [...files, ...rollback]);
    expect(pathsOf('plan')).toEqual(expect.arrayContaining(planned.map(({ path }) => path)));
    expect(pathsOf('plan')).toEqual(expect.arrayContaining(['checklist.md', 'checklist.html']));
  });

  it('of a review pack holds the change files of the plan as well, and the pictures of the window', () => {
    const planned = rehearsal.plan.steps.flatMap(({ files, rollback }) => [...files, ...rollback]);
    expect(pathsOf('pack')).toEqual(
      expect.arrayContaining(['review.html', 'review.md', ...planned.map(({ path }) => `change-files/${path}`)]),
    );
    const picture = { name: 'map-after.png', base64: ICON.toString('base64') };
    expect(exportFiles(writeFiles('pack', rehearsal, wizard), [picture]).at(-1)).toEqual({
      path: 'pictures/map-after.png',
      content: ICON,
    });
  });

  it('is the same bytes for the same inputs', () => {
    const pack = () => exportAsArchive('x', exportFiles(writeFiles('pack', rehearsal, wizard), []));
    expect(pack()).toEqual(pack());
  });

  it('is called after the workspace, in letters that every system takes', () => {
    expect(['Ship it safely', 'Größe: 1/2', '../../etc', '', '日本'].map((name) => exportName('plan', name))).toEqual([
      'ship-it-safely-plan',
      'gro-e-1-2-plan',
      'etc-plan',
      'plan',
      'plan',
    ]);
    expect(exportName('pack', 'Shop')).toBe('shop-review-pack');
  });

  it('is an archive where the host has no dialogs', () => {
    const exported = exportAsArchive('shop-plan', exportFiles(writeFiles('plan', rehearsal, wizard), []));
    if (exported.tag !== 'archive') throw new Error('no archive');
    expect([exported.name, exported.files.includes('checklist.md')]).toEqual(['shop-plan.zip', true]);
    const unpacked = unzipSync(Buffer.from(exported.base64, 'base64'));
    expect(Object.keys(unpacked)).toEqual(exported.files.map((path) => `shop-plan/${path}`));
  });

  it('goes into the chosen folder when that is empty or holds an earlier one, and else into a new one inside', async () => {
    const files = [{ path: 'a.md', content: 'a' }];
    const empty = join(makeFolder(), 'out');
    mkdirSync(empty);
    expect(await exportIntoChosen(empty, 'shop-plan', files)).toEqual({
      tag: 'folder',
      name: 'out',
      files: ['a.md', CHECKSUMS_NAME],
    });
    expect(await exportIntoChosen(empty, 'shop-plan', files)).toMatchObject({ name: 'out' });
    const documents = makeFolder({ 'letter.txt': 'x' });
    expect(await exportIntoChosen(documents, 'shop-plan', files)).toMatchObject({ name: 'shop-plan' });
    expect(readdirSync(documents).toSorted()).toEqual(['letter.txt', 'shop-plan']);
    writeFileSync(join(documents, 'shop-plan/a.md'), '- [x] ticked');
    await expect(exportIntoChosen(documents, 'shop-plan', files)).rejects.toMatchObject({ code: 'refused' });
  });
});
