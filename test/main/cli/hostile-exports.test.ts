import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../main/cli/run-command-line';
import { PLAIN_STYLE } from '../../../main/cli/style';
import { makeFolder } from '../host/make-folder';

const SAMPLE = path.resolve(import.meta.dirname, '../../../assets/samples/ship-it-safely');
const WORKSPACE = 'ship-it-safely.rehearsal.json';

function copyOfSample(): string {
  const folder = makeFolder();
  cpSync(SAMPLE, folder, { recursive: true });
  return folder;
}

async function rehearse(folder: string, ...words: readonly string[]) {
  const said: string[] = [];
  const say = (text: string): unknown => said.push(text);
  const exitCode = await runCommandLine(words, {
    print: say,
    complain: say,
    tell: () => undefined,
    style: PLAIN_STYLE,
    folder,
  });
  return { exitCode, said: said.join('').trimEnd() };
}

function refusal(said: string): { readonly exitCode: number; readonly said: string } {
  return { exitCode: 2, said: `rehearse: ${said}` };
}

describe('a plan', () => {
  it('goes into no folder that holds something else, and leaves that as it is', async () => {
    const folder = copyOfSample();
    mkdirSync(path.join(folder, 'notes'));
    writeFileSync(path.join(folder, 'notes/mine.txt'), 'mine');
    expect(await rehearse(folder, 'plan', '-o', 'notes')).toEqual(
      refusal(
        'notes holds mine.txt, which is not as this program wrote it. Give a new or empty folder, or one that an earlier export left and nobody changed.',
      ),
    );
    expect(readFileSync(path.join(folder, 'notes/mine.txt'), 'utf8')).toBe('mine');
  });

  it('goes into no folder that is read, by whatever way it is named', async () => {
    const folder = copyOfSample();
    symlinkSync('changes', path.join(folder, 'way-in'));
    const help = 'Give a folder outside of the snapshot, the policies and the recorded flows.';
    const read = 'which is read: what is written there would be rehearsed as part of it.';
    expect(await rehearse(folder, 'plan', '-o', 'snapshot/new/plan')).toEqual(
      refusal(`plan lies in snapshot, ${read} ${help}`),
    );
    expect(await rehearse(folder, 'report', '-o', 'way-in')).toEqual(refusal(`way-in is changes, ${read} ${help}`));
    expect(readdirSync(folder).toSorted()).toEqual(readdirSync(SAMPLE).concat('way-in').toSorted());
  });

  it('goes beside the workspace, and takes the place of the one before, which nobody changed', async () => {
    const folder = copyOfSample();
    const first = await rehearse(folder, 'plan', '-o', 'plan');
    expect([first.exitCode, first.said.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^\d+ files written to plan; begin with plan\/checklist\.md$/),
    ]);
    expect(await rehearse(folder, 'plan', '-o', 'plan')).toEqual(first);
    writeFileSync(path.join(folder, 'plan/checklist.md'), 'ticked');
    expect((await rehearse(folder, 'plan', '-o', 'plan')).exitCode).toBe(2);
    expect(readFileSync(path.join(folder, 'plan/checklist.md'), 'utf8')).toBe('ticked');
  });

  it('says where it could not be written', async () => {
    const folder = copyOfSample();
    expect(await rehearse(folder, 'plan', '-o', `${WORKSPACE}/plan`)).toEqual(
      refusal('plan could not be written: a part of its path is a file. Give a folder that is new or empty.'),
    );
    expect(await rehearse(folder, 'plan', '-o', WORKSPACE)).toEqual(
      refusal(`${WORKSPACE} is a file. Give a new or empty folder.`),
    );
  });
});

describe('a workspace', () => {
  function workspaceOf(text: string): string {
    return makeFolder({ 'shop.rehearsal.json': text, 'snapshot/pod.yaml': 'a: 1' });
  }

  it('of a newer version is not read as if it were of this one', async () => {
    expect(await rehearse(workspaceOf('{"version": 2, "anything": []}'), 'run')).toEqual(
      refusal(
        'shop.rehearsal.json is version 2 of a workspace file; this program knows version 1. Open it with the release of Calico Rehearsal that wrote it.',
      ),
    );
  });

  it('that gives a name twice is refused with the line, not read as one of the two', async () => {
    const text = `{"version": 1, "name": "Shop", "snapshot": ["snapshot"],
      "changes": ["a"],
      "changes": [], "adminCidrs": []}`;
    expect(await rehearse(workspaceOf(text), 'run')).toEqual(
      refusal(
        'shop.rehearsal.json: changes in line 3 is given for the second time. Correct the file and open it again.',
      ),
    );
  });

  it('whose files say nothing of a cluster says what is wrong with the first of them', async () => {
    const folder = makeFolder({ 'pods.yaml': 'kind: Pod\nkind: Node\n' });
    const { exitCode, said } = await rehearse(folder, 'run', '--snapshot', 'pods.yaml');
    expect([exitCode, said]).toEqual([
      2,
      expect.stringMatching(/^rehearse: Nothing was loaded from pods\.yaml\. snapshot\/pods\.yaml:2: .*duplicated/),
    ]);
  });

  it('with a link out of its snapshot and flows that are no JSON says both, and is rehearsed', async () => {
    const folder = copyOfSample();
    const elsewhere = makeFolder({ 'secret.yaml': 'a: 1' });
    symlinkSync(path.join(elsewhere, 'secret.yaml'), path.join(folder, 'snapshot/way-out.yaml'));
    writeFileSync(path.join(folder, 'flows.json'), 'not JSON');
    const { exitCode, said } = await rehearse(folder, 'run', '--flows', 'flows.json');
    expect(exitCode).toBe(0);
    const lines = said.split('\n').map((line) => line.trim());
    expect(lines.filter((line) => /^rejected |^(flows\/)?flows\.json/.test(line))).toEqual([
      'rejected snapshot/way-out.yaml: symbolic link that leads out of the chosen folder',
      expect.stringMatching(/flows\.json: not read, 1 line not read \(line 1: This is no format of recorded flows/),
    ]);
  });
});
