import type { Picture } from '../../preload/contract';
import { ContractFailure } from './contract-failure';
import type { ExportFile } from './export-file';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The first chunk, which holds width and height, and the last, which is always the same. */
const HEADER = Buffer.from('\0\0\0\rIHDR', 'latin1');
const END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Pixels on a side: what no screen shows is no picture of a window. */
const LONGEST_SIDE = 20_000;

function isPicture(bytes: Buffer): boolean {
  if (bytes.length < 45 || !bytes.subarray(0, 8).equals(SIGNATURE) || !bytes.subarray(8, 16).equals(HEADER))
    return false;
  const sides = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return sides.every((side) => side >= 1 && side <= LONGEST_SIDE) && bytes.subarray(-12).equals(END);
}

/** The pictures that the window drew, as files of the folder `pictures`. Throws `ContractFailure` `invalid` for what is no PNG. */
export function pictureFiles(pictures: readonly Picture[]): readonly ExportFile[] {
  const names = new Set(pictures.map(({ name }) => name));
  if (names.size < pictures.length) throw new ContractFailure('invalid', 'Two pictures have the same name.', '');
  return pictures.map(({ name, base64 }) => {
    const bytes = BASE64.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
    if (!isPicture(bytes)) throw new ContractFailure('invalid', `${name} is no PNG picture.`, '');
    return { path: `pictures/${name}`, content: bytes };
  });
}
