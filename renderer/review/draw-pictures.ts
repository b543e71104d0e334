import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { drawChangeMaps } from '../../main/engine/report/change-maps';
import type { Picture } from '../../preload/contract';
import { rasteriseSvg } from './rasterise-svg';

/** The maps of the review pack as pictures: the same drawings, for whoever cannot open an SVG. */
export async function drawPictures(rehearsal: Rehearsal): Promise<readonly Picture[]> {
  const { before, after } = drawChangeMaps(rehearsal);
  return [
    { name: 'map-before.png', base64: await rasteriseSvg(before) },
    { name: 'map-after.png', base64: await rasteriseSvg(after) },
  ];
}
