import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pictureFiles } from '../../../main/host/picture-files';

const ICON = readFileSync(new URL('../../../assets/icon.png', import.meta.url));

function withByte(position: number, value: number): Buffer {
  const changed = Buffer.from(ICON);
  changed[position] = value;
  return changed;
}

describe('a picture of the window', () => {
  it('goes into a folder of its own, byte for byte', () => {
    const files = pictureFiles([{ name: 'map-after.png', base64: ICON.toString('base64') }]);
    expect(files).toEqual([{ path: 'pictures/map-after.png', content: ICON }]);
  });

  it.each([
    ['empty', ''],
    ['no base64', `${ICON.toString('base64').slice(0, -4)}*===`],
    ['address-safe base64', Buffer.from([0xfb, 0xff]).toString('base64url')],
    ['a page', Buffer.from('<html><script>1</script></html>'.repeat(4)).toString('base64')],
    ['without its signature', withByte(0, 0x88).toString('base64')],
    ['without its header', withByte(12, 0x4a).toString('base64')],
    ['too wide', withByte(16, 1).toString('base64')],
    ['cut off', ICON.subarray(0, -1).toString('base64')],
    ['followed by something', Buffer.concat([ICON, Buffer.from('<?php')]).toString('base64')],
  ])('that is %s is refused', (_what, base64) => {
    expect(() => pictureFiles([{ name: 'map.png', base64 }])).toThrow('map.png is no PNG picture.');
  });

  it('has a name of its own', () => {
    const picture = { name: 'map.png', base64: ICON.toString('base64') };
    expect(() => pictureFiles([picture, picture])).toThrow('Two pictures have the same name.');
  });
});
