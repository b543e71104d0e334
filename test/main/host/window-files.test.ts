import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readWindowFiles } from '../../../main/host/window-files';
import { makeFolder } from './make-folder';

describe('the files of the window', () => {
  it('are held by their address, of known types alone, and never reached through a link', async () => {
    const folder = makeFolder({
      'index.html': '<!doctype html>',
      'assets/index.js': 'start();',
      'assets/index.js.map': '{}',
      'assets/icon.svg': '<svg/>',
      'notes.txt': 'x',
    });
    symlinkSync('/etc/passwd', `${folder}/passwd.html`);
    const files = await readWindowFiles(folder);
    expect([...files.keys()].toSorted()).toEqual(['/', '/assets/icon.svg', '/assets/index.js', '/index.html']);
    expect(new TextDecoder().decode(files.get('/')?.content)).toBe('<!doctype html>');
    expect(files.get('/assets/index.js')?.type).toBe('text/javascript; charset=utf-8');
  });

  it('that were never built are an error that says so', async () => {
    await expect(readWindowFiles(makeFolder())).rejects.toThrow('the window is not built');
    await expect(readWindowFiles('/nowhere')).rejects.toThrow('the window is not built');
  });
});
