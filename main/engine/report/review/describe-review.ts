import type { Block, Line, Review } from '../review-block';
import { WORLD_WORDS } from '../sentences';
import { WORLDS } from '../../model/world';
import type { WorldName } from '../../model/world';
import { describeChanges } from './changes';
import { describeCorrections } from './corrections';
import { describeFindings, describeFlows } from './evidence';
import type { ReviewFacts } from './facts';
import { describeCluster, describeInputs, describePack, describeSize } from './inputs';
import { name, paragraph, strong, text } from './lines';
import type { ChangeMaps } from '../change-maps';
import { judge, reasonsSentence } from './outcome';
import { describePaths } from './paths';
import { describeSignOffs } from './sign-offs';
import { describePromotion, describeSteps } from './steps';
import { summarise } from './summary';
import { describeUnchecked } from './unknowns';

/** The whole review: what decides comes first, then the proof, then the inputs. */
export function describeReview(facts: ReviewFacts, maps: ChangeMaps): Review {
  const { rehearsal } = facts;
  const { tone, headline, reasons } = judge(facts);
  return {
    title: rehearsal.name,
    kind: 'Review of a Calico policy rollout',
    blocks: [
      paragraph(
        text(`${describeSize(rehearsal)}; ${describeCluster(rehearsal.cluster)}. Inputs `),
        name(rehearsal.inputs.digest === '' ? 'without a digest' : rehearsal.inputs.digest.slice(0, 12)),
        text('. Rehearsed offline, from files: nothing was applied.'),
      ),
      { tag: 'notice', tone, title: headline, line: [text(reasonsSentence(reasons))] },
      { tag: 'panels', panels: summarise(facts) },
      section('map', 'The map before and after', describeMaps(maps)),
      section('changes', 'Everything that changes', describeChanges(facts)),
      section('findings', 'Findings', describeFindings(facts)),
      section('tutorials', 'Where tutorials are wrong', describeCorrections(facts)),
      section('steps', 'Step by step', [...describeWorlds(), ...describeSteps(facts)]),
      section('promotion', 'Promotion order', describePromotion(facts)),
      section('paths', 'Protected paths', describePaths(facts)),
      section('flows', 'Recorded flows', describeFlows(facts)),
      section('sign-offs', 'Sign-offs', describeSignOffs(facts)),
      section('unchecked', 'What was not read or not told', describeUnchecked(facts)),
      section('inputs', 'Inputs and files of this pack', [...describeInputs(facts), ...describePack()]),
    ],
  };
}

function section(id: string, title: string, blocks: readonly Block[]): Block {
  return { tag: 'section', id, title, blocks };
}

function describeMaps({ before, after }: ChangeMaps): readonly Block[] {
  return [
    { tag: 'picture', svg: before, caption: 'Before: who reaches whom today', file: 'map-before.svg' },
    { tag: 'picture', svg: after, caption: 'After: who reaches whom in the end', file: 'map-after.svg' },
  ];
}

const WORLD_TEXTS: Readonly<Record<WorldName, string>> = {
  now: 'the snapshot as it is',
  net: 'the safety net is added: one policy that allows everything, asked last',
  staged: 'the change set is added as staged policies, which enforce nothing',
  promoted: 'the staged policies are enforced, the net is still there',
  final: 'the net is gone: what the cluster does afterwards',
};

function describeWorlds(): readonly Block[] {
  return [
    paragraph(
      text('A world is one complete set of policies that could be in force. A step leads from one to the next.'),
    ),
    {
      tag: 'list',
      items: WORLDS.map((world): Line => [strong(WORLD_WORDS[world]), text(`: ${WORLD_TEXTS[world]}`)]),
    },
  ];
}
