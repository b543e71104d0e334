import { describe, expect, it } from 'vitest';
import { addressProblem } from '../../../renderer/open/address-problem';
import { chooseFolder, filesOfDrop, readFolder, splitAddresses } from '../../../renderer/open/uploads';

const file = (path: string, text = '') => ({
  path,
  // jsdom's files cannot be read as text.
  file: Object.assign(new File([text], path), { text: async () => text }),
});

describe('a folder that is uploaded', () => {
  it('is named by its first part, with paths relative to it, sorted', () => {
    const folder = chooseFolder([file('cluster/b/two.yaml', '22'), file('cluster/a.yaml', '1')]);
    expect({ ...folder, files: folder.files.map(({ path }) => path) }).toEqual({
      name: 'cluster',
      files: ['a.yaml', 'b/two.yaml'],
      bytes: 3,
      leftOut: 0,
    });
  });

  it('leaves out what is below .git, and counts it', () => {
    const folder = chooseFolder([file('c/.git/HEAD'), file('c/sub/.git/x/y'), file('c/.github/flow.yaml')]);
    expect([folder.files.map(({ path }) => path), folder.leftOut]).toEqual([['.github/flow.yaml'], 2]);
  });

  it('is sent as text', async () => {
    expect(await readFolder(chooseFolder([file('c/a.yaml', 'kind: Pod')]))).toEqual([
      { path: 'a.yaml', text: 'kind: Pod' },
    ]);
  });
});

describe('the addresses of operators', () => {
  it('may be separated by commas and blanks', () => {
    expect(splitAddresses(' 10.1.0.0/24,2001:db8::/32  192.0.2.0/28 ')).toEqual([
      '10.1.0.0/24',
      '2001:db8::/32',
      '192.0.2.0/28',
    ]);
  });

  it('need a prefix length', () => {
    expect(addressProblem(['10.1.0.0/24'])).toBe('');
    expect(addressProblem(['10.1.0.0/24', 'bastion'])).toBe(
      '“bastion” is not an address with a prefix length, such as 10.1.0.0/24.',
    );
  });
});

describe('a drop', () => {
  /** An item that another program drops: a file, or a text, that stands in no file system. */
  const item = (dropped: File | null) => ({ webkitGetAsEntry: () => null, getAsFile: () => dropped });

  it('gives files that stand in no file system, and leaves out what is no file', async () => {
    const items = [item(new File(['{}'], 'flows.json')), item(null)] as unknown as DataTransferItemList;
    expect((await filesOfDrop(items)).map(({ path, file: given }) => [path, given.size])).toEqual([['flows.json', 2]]);
  });
});
