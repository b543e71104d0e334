import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { WorldName } from '../../main/engine/model/world';
import { renderSvg } from '../../main/engine/report/render-svg';
import { buildScene } from '../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../main/engine/report/view-state';
import type { Picture } from '../../preload/contract';
import { rasteriseSvg } from './rasterise-svg';

/** A drawing of the map, to become a picture. */
export interface Drawing {
  readonly name: string;
  readonly svg: string;
}

/** The map before and after the rollout, light on white whatever the window shows. */
export function drawMaps(rehearsal: Rehearsal): readonly Drawing[] {
  const draw = (name: string, world: WorldName, when: string): Drawing => {
    const scene = buildScene(rehearsal, { ...INITIAL_VIEW, world, mode: 'now' });
    return { name, svg: renderSvg(scene, { title: `${rehearsal.name}: ${when}`, caption: scene.rule }) };
  };
  return [draw('map-before.png', 'now', 'before the rollout'), draw('map-after.png', 'final', 'after the rollout')];
}

/** The same as pictures. */
export async function drawPictures(rehearsal: Rehearsal): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  for (const { name, svg } of drawMaps(rehearsal)) pictures.push({ name, base64: await rasteriseSvg(svg) });
  return pictures;
}
