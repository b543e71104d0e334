import { describe, expect, it } from 'vitest';
import { diffBack, diffFiles, foldLines, restOfRollback } from '../../../renderer/wizard/file-diffs';
import { diffLines } from '../../../renderer/wizard/line-diff';
import { objectsIn } from '../../../renderer/wizard/objects-in';

function policy(path: string, kind: string, more = ''): { readonly path: string; readonly text: string } {
  const text = `# kubectl apply -f ${path}: web\napiVersion: projectcalico.org/v3\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: prod\nspec:\n${more}  order: 5\n`;
  return { path, text };
}

const enforced = policy('4-promote/01-web/1-apply.yaml', 'NetworkPolicy');
const unstaged = policy('4-promote/01-web/2-delete.yaml', 'StagedNetworkPolicy', '  stagedAction: Set\n');
const staged = policy('rollback/4-promote/01-web/1-apply.yaml', 'StagedNetworkPolicy', '  stagedAction: Set\n');
const undone = policy('rollback/4-promote/01-web/2-delete.yaml', 'NetworkPolicy');

function changed(lines: ReturnType<typeof diffLines>): readonly string[] {
  return lines.flatMap(({ tag, text }) => (tag === 'same' ? [] : [`${tag} ${text}`]));
}

describe('change files beside their rollback', () => {
  it('show a promoted policy against its staged form', () => {
    const [first, second] = diffFiles([enforced, unstaged], [staged, undone]);
    expect(first?.rollback).toBe(staged);
    expect(changed(first?.lines ?? [])).toEqual([
      'added # kubectl apply -f 4-promote/01-web/1-apply.yaml: web',
      'removed kind: StagedNetworkPolicy',
      'added kind: NetworkPolicy',
      'removed   stagedAction: Set',
    ]);
    expect(second).toMatchObject({ added: 0, removed: 9 });
    expect(restOfRollback([enforced, unstaged], [staged, undone])).toEqual([undone]);
  });

  it('show what is new as added, and taking it back as removed', () => {
    const [only] = diffFiles([enforced], [undone]);
    expect(only).toMatchObject({ added: 8, removed: 0, rollback: undone });
    expect(only === undefined ? [] : diffBack(only).map(({ tag }) => tag)).toEqual(Array(8).fill('removed'));
  });

  it('show a deletion as removed, and its rollback as added', () => {
    const [only] = diffFiles([unstaged], [staged]);
    expect(only === undefined ? [] : diffBack(only).map(({ tag }) => tag)).toEqual(Array(9).fill('added'));
  });

  it('pair nothing that has other objects', () => {
    const other = { path: 'rollback/other.yaml', text: staged.text.replace('name: web', 'name: api') };
    const [only] = diffFiles([enforced], [other]);
    expect(only).toMatchObject({ rollback: null, added: 8 });
    expect(only === undefined ? null : diffBack(only)).toEqual([]);
  });
});

describe('the objects of a change file', () => {
  it('are called alike, staged or enforced', () => {
    expect(objectsIn(staged.text)).toEqual(objectsIn(enforced.text));
    expect(objectsIn('kind: StagedKubernetesNetworkPolicy\nmetadata:\n  name: "a"\n')).toEqual(['NetworkPolicy a']);
    expect(objectsIn(`${staged.text}---\n${enforced.text.replace('name: web', "name: 'api'")}`)).toEqual([
      'NetworkPolicy prod/api',
      'NetworkPolicy prod/web',
    ]);
    expect(objectsIn('just text')).toEqual([]);
  });
});

describe('a long diff', () => {
  const before = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');

  it('leaves out equal lines far from a change, and counts them', () => {
    const shown = foldLines(diffLines(before, before.replace('line 15', 'other')));
    expect(shown.map((line) => (line.tag === 'folded' ? `… ${line.count}` : line.text))).toEqual([
      '… 12',
      'line 12',
      'line 13',
      'line 14',
      'line 15',
      'other',
      'line 16',
      'line 17',
      'line 18',
      '… 11',
    ]);
  });

  it('shows a new file whole', () => {
    expect(foldLines(diffLines('', before))).toHaveLength(30);
  });
});
