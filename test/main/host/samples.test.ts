import { describe, expect, it } from 'vitest';
import { findSample, listSamples } from '../../../main/host/samples';
import { makeFolder } from './make-folder';

function workspaceNamed(name: string, description?: string): string {
  return JSON.stringify({
    version: 1,
    name,
    snapshot: [],
    changes: [],
    adminCidrs: [],
    ...(description && { description }),
  });
}

describe('the samples', () => {
  it('are listed by id, with their name standing in for a missing description, and broken ones left out', async () => {
    const folder = makeFolder({
      'b/b.rehearsal.json': workspaceNamed('B'),
      'a/a.rehearsal.json': workspaceNamed('A', 'Shows a.'),
      'broken/broken.rehearsal.json': '{',
      'other/x.rehearsal.json': workspaceNamed('X'),
      'README.md': '',
    });
    expect(await listSamples(folder)).toEqual([
      { id: 'a', title: 'A', description: 'Shows a.' },
      { id: 'b', title: 'B', description: 'B' },
    ]);
    expect(await findSample('a', folder)).toBe(`${folder}/a/a.rehearsal.json`);
    await expect(findSample('broken', folder)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that come with the program can all be opened', async () => {
    expect((await listSamples()).map(({ id }) => id)).toEqual(['ship-it-safely', 'shop-default-deny']);
  });

  it('are none where there is no folder of them', async () => {
    expect(await listSamples('/nowhere')).toEqual([]);
  });
});
