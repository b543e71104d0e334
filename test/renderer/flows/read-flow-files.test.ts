import { File as NodeFile } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { flowFilesProblem, readFlowFiles } from '../../../renderer/flows/read-flow-files';

// The files of jsdom cannot be read; those of Node are the browser's.
const file = (path: string, content: string | Uint8Array<ArrayBuffer>) => ({
  path,
  file: new NodeFile([content], path) as unknown as File,
});

describe('files of recorded flows', () => {
  it('are sent as they are', async () => {
    expect(await readFlowFiles([file('monday.json', '{"items":[]}')])).toEqual([
      { path: 'monday.json', text: '{"items":[]}' },
    ]);
  });

  it('are unpacked where they are packed', async () => {
    const packed = Uint8Array.from(gzipSync('data: {}\n'));
    expect(await readFlowFiles([file('monday.sse.gz', packed)])).toEqual([{ path: 'monday.sse', text: 'data: {}\n' }]);
  });

  it('are refused in a sentence when they are too large or none', () => {
    expect(flowFilesProblem([], 1024)).toBe('Nothing was dropped that is a file.');
    expect(flowFilesProblem([file('a', 'xxx')], 2)).toMatch(/^The files are larger than 0 MiB/);
    expect(flowFilesProblem([file('a', 'xxx')], 3)).toBe('');
  });
});
