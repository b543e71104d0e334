import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../main/cli/run-command-line';
import { PLAIN_STYLE } from '../../../main/cli/style';
import { USAGE_TEXT } from '../../../main/cli/usage-text';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SAMPLE = path.join(ROOT, 'assets/samples/ship-it-safely');

async function rehearse(folder: string, ...words: readonly string[]) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const exitCode = await runCommandLine(words, {
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
    tell: () => undefined,
    style: PLAIN_STYLE,
    folder,
  });
  return { exitCode, printed: printed.join(''), complaints: complaints.join('') };
}

/** The last paragraph as one line. */
function closing(printed: string): string {
  return (printed.trimEnd().split('\n\n').at(-1) ?? '').replaceAll(/\n\s*/g, ' ');
}

describe('rehearse', () => {
  it('helps, and says its version', async () => {
    expect(await rehearse(ROOT, '--help')).toEqual({ exitCode: 0, printed: USAGE_TEXT, complaints: '' });
    const { exitCode, printed } = await rehearse(ROOT, '--version');
    expect([exitCode, /^\d+\.\d+\.\d+\n$/.test(printed)]).toEqual([0, true]);
  });

  it('ends in 2 and says what, where and what to do when it cannot be used', async () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'rehearse-'));
    const refusals = await Promise.all([
      rehearse(ROOT, 'walk'),
      rehearse(ROOT, 'run', 'no-such-folder'),
      rehearse(empty, 'run'),
      rehearse(ROOT, 'run', SAMPLE, '--snapshot', SAMPLE),
    ]);
    expect(refusals).toEqual(
      [
        'walk is not a command. Commands are run, explain, plan, report, check, serve and capture. See rehearse --help.',
        'no-such-folder does not exist or cannot be read. Check the path.',
        'Nothing to rehearse is given, and the current folder is no workspace. Give a workspace, or --snapshot DIR and --policies DIR.',
        'A workspace already says where its snapshot and policies are. Give either a workspace, or --snapshot and --policies.',
      ].map((complaint) => ({ exitCode: 2, printed: '', complaints: `rehearse: ${complaint}\n` })),
    );
  });

  it('ends in 2 when the input holds nothing to rehearse', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rehearse-'));
    writeFileSync(path.join(folder, 'notes.yaml'), 'a: 1\n');
    const { exitCode, printed, complaints } = await rehearse(folder, 'run', '--snapshot', '.');
    expect({ exitCode, printed, complaints }).toEqual({
      exitCode: 2,
      printed: '',
      complaints: `rehearse: Nothing was loaded from ${path.basename(folder)}. Give a folder with the YAML or JSON of a cluster; rehearse capture prints the commands that fetch it.\n`,
    });
  });

  it('rehearses the workspace of the current folder when none is named, always in the same bytes', async () => {
    const here = await rehearse(SAMPLE, 'run', '--json');
    const named = await rehearse(ROOT, 'run', SAMPLE, '--json');
    expect(here).toEqual(named);
    expect([here.exitCode, here.complaints, JSON.parse(here.printed).name]).toEqual([0, '', 'Ship it safely']);
  });

  it('ends in 1 when a finding blocks the rollout', async () => {
    const { exitCode, printed } = await rehearse(ROOT, 'run', 'assets/samples/shop-default-deny');
    expect(exitCode).toBe(1);
    expect(closing(printed)).toBe(
      '2 findings block, 16 warn, 3 inform; 1 check red; 19 of 55 protected paths at risk in final, 23 not checked.',
    );
  });

  it('ends in 1 when a check is red, as where a file of the change set cannot be read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rehearse-'));
    writeFileSync(path.join(folder, 'snapshot.yaml'), '{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n');
    writeFileSync(path.join(folder, 'changes.yaml'), 'apiVersion: projectcalico.org/v3\nselector: !has(a)\n');
    const { exitCode, printed } = await rehearse(
      folder,
      'run',
      '--snapshot',
      'snapshot.yaml',
      '--policies',
      'changes.yaml',
    );
    expect([exitCode, closing(printed)]).toEqual([
      1,
      '0 findings block, 0 warn, 0 inform; 1 check red; 0 of 0 protected paths at risk, 42 not checked.',
    ]);
  });

  // `vitest -u` writes the text anew: read what it changes.
  it('prints the sample as expected, to the last character', async () => {
    const { printed } = await rehearse(ROOT, 'run', SAMPLE);
    await expect(printed).toMatchFileSnapshot('ship-it-safely.txt');
  });

  it('takes operators from the workspace and from the command line', async () => {
    const { printed } = await rehearse(
      ROOT,
      'run',
      SAMPLE,
      '--admin',
      '10.1.0.0/24',
      '--admin',
      '172.30.0.0/16',
      '--json',
    );
    const { protectedPaths } = JSON.parse(printed) as { protectedPaths: readonly { row: string; from: string }[] };
    const operators = protectedPaths.filter(({ row }) => row === 'L01').map(({ from }) => from);
    expect([...new Set(operators)].toSorted()).toEqual(['10.1.0.0/24', '172.30.0.0/16']);
  });

  it('explains a connection, and refuses ends that the snapshot lacks', async () => {
    const ask = (to: string) =>
      rehearse(ROOT, 'explain', SAMPLE, '--from', 'prod/frontend', '--to', to, '--port', 'tcp/8080');
    const known = await ask('prod/backend');
    expect([known.exitCode, known.printed.split('\n')[0], known.complaints]).toEqual([
      0,
      'prod/frontend → prod/backend tcp 8080, world final: deny',
      '',
    ]);
    const unknown = await ask('prod/nobody');
    expect(unknown).toEqual({
      exitCode: 2,
      printed: '',
      complaints: 'rehearse: nobody is called prod/nobody. rehearse run --json lists every party of the snapshot.\n',
    });
  });
});
