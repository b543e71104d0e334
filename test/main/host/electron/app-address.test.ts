import { describe, expect, it } from 'vitest';
import { isAppAddress, isLoadable } from '../../../../main/host/electron/app-address';

describe('the address of the window', () => {
  it.each(['app://bundle', 'app://bundle/', 'app://bundle/assets/index.js', 'APP://bundle/#map'])(
    'is %s',
    (address) => {
      expect(isAppAddress(address)).toBe(true);
    },
  );

  it.each([
    'app://bundle.example/',
    'app://bundle:1/',
    'app://user@bundle/',
    'app://:password@bundle/',
    'app:bundle',
    'app:///bundle',
    'app://',
    'app2://bundle/',
    'http://bundle/',
    'https://example.org/?app://bundle/',
    'file:///etc/passwd',
    'about:blank',
    'javascript:app://bundle/',
    '',
  ])('is not %j', (address) => {
    expect(isAppAddress(address)).toBe(false);
  });
});

describe('what the window may load', () => {
  it('is its own files, and images that it makes itself', () => {
    const addresses = ['app://bundle/x.js', 'data:image/png;base64,', 'blob:app://bundle/0f3c'];
    expect(addresses.filter(isLoadable)).toEqual(addresses);
  });

  it('is nothing from the network or the disk', () => {
    const addresses = [
      'https://example.org/',
      'http://127.0.0.1/',
      'ws://x/',
      'file:///x',
      'blob:https://x/',
      'ftp://x/',
    ];
    expect(addresses.filter(isLoadable)).toEqual([]);
  });
});
