import { groupDigits } from '../model/count-words';
import type { Edge, EdgeState } from '../model/edge';
import { plainState } from '../model/edge';
import type { Rehearsal } from '../model/rehearsal';
import type { WorldName } from '../model/world';
import { STATES_WORST_FIRST, STATE_ENCODINGS, THEME_COLOURS } from './encoding';
import type { EdgePainting } from './render-svg';
import { renderPainted } from './render-svg';
import { buildScene } from './scene';
import type { Scene, SceneEdge } from './scene-model';
import { INITIAL_VIEW } from './view-state';
import { shortText } from './visible-text';

/** The map today and in the end, drawn at the same places: laid over each other, only the lines differ. Light, as SVG. */
export interface ChangeMaps {
  readonly before: string;
  readonly after: string;
}

const LONGEST_NAME = 80;

/** What changes is bold and in colour, everything else grey; the shape of a line tells the verdict of the pictured world. */
export function drawChangeMaps({ name, parties, edges }: Rehearsal): ChangeMaps {
  const named = parties.map((party) => ({
    ...party,
    label: shortText(party.label, LONGEST_NAME),
    name: shortText(party.name, LONGEST_NAME),
    namespace: shortText(party.namespace, LONGEST_NAME),
  }));
  const scene = buildScene({ parties: named, edges }, INITIAL_VIEW);
  const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
  const membersOf = ({ members }: SceneEdge): readonly Edge[] => members.flatMap((id) => edgeOf.get(id) ?? []);
  const title = shortText(name, LONGEST_NAME);
  return {
    before: drawMap(scene, membersOf, { world: 'now', title: `${title}: before the rollout`, idPrefix: 'before-' }),
    after: drawMap(scene, membersOf, { world: 'final', title: `${title}: after the rollout`, idPrefix: 'after-' }),
  };
}

interface MapOptions {
  readonly world: WorldName;
  readonly title: string;
  readonly idPrefix: string;
}

type MembersOf = (edge: SceneEdge) => readonly Edge[];

function drawMap(scene: Scene, membersOf: MembersOf, { world, title, idPrefix }: MapOptions): string {
  const changed = scene.edges.flatMap(membersOf).filter(isMoved).length;
  const caption =
    `Bold: what the rollout changes (${groupDigits(changed)} drawn connections), − closes, + opens. Grey: everything else. ` +
    'An arrow at a frame: from many places into it. fs: by failsafe ports alone. !: a protected path will be blocked.';
  return renderPainted(scene, { title, caption, idPrefix }, paintChanges(membersOf, world));
}

/** Treated otherwise in the end than today. */
function isMoved({ verdicts }: Edge): boolean {
  return verdicts.now.verdict !== verdicts.final.verdict;
}

/** How much heavier than its weight a line that changes is drawn. */
const BOLD = 2;

function paintChanges(membersOf: MembersOf, world: WorldName): EdgePainting {
  const { soft, outline } = THEME_COLOURS.light;
  const loud = STATE_ENCODINGS['will-be-blocked'].colour.light;
  const bold = (state: EdgeState) => ({ encoding: STATE_ENCODINGS[state], colour: loud, weight: BOLD });
  const grey = (state: EdgeState) => ({ encoding: STATE_ENCODINGS[state], colour: outline, weight: 0 });
  return {
    paint(edge) {
      const members = membersOf(edge);
      const moved = members.filter(isMoved);
      const state = worstState(moved.length > 0 ? moved : members, world);
      const { word } = STATE_ENCODINGS[state];
      return moved.length > 0
        ? { ...bold(state), word: `${word}, changes`, labelColour: loud, isLoud: true }
        : { ...grey(state), word: `${word}, stays`, labelColour: soft, isLoud: false };
    },
    legend: [
      { paint: bold('live'), word: 'allowed, changes' },
      { paint: bold('blocked'), word: 'blocked, changes' },
      { paint: grey('live'), word: 'allowed, stays' },
      { paint: grey('blocked'), word: 'blocked, stays' },
      { paint: grey('undecided'), word: 'cannot tell' },
    ],
  };
}

function worstState(members: readonly Edge[], world: WorldName): EdgeState {
  const states = members.map((edge) => plainState(edge, world));
  return STATES_WORST_FIRST.find((state) => states.includes(state)) ?? 'live';
}
