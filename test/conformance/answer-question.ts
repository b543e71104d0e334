import type { Json } from '../../main/engine/model/json';
import type { Dataplane } from '../../main/engine/model/profile-of-cluster';
import { askCheckpoint } from './ask-checkpoint';
import {
  askCanonical,
  askConvert,
  askEffectiveRuleSelector,
  askEffectiveSelector,
  askOrder,
  askSelector,
} from './ask-functions';
import type { Case, CheckpointQuestion, Question, Reply } from './case';
import { NOT_ASKED } from './case';
import type { CaseWorld } from './case-world';
import { caseDataplane, createCaseWorld } from './case-world';

/** The worlds of one case; each is built once, when a question first needs it. */
export interface CaseWorlds {
  readonly asked: Case;
  snapshot(): CaseWorld;
  on(dataplane: Dataplane): CaseWorld;
}

export function createCaseWorlds(asked: Case): CaseWorlds {
  const worlds = new Map<Dataplane, CaseWorld>();
  const objects: readonly Json[] = [...asked.snapshot];
  const on = (dataplane: Dataplane): CaseWorld => {
    const known = worlds.get(dataplane) ?? createCaseWorld(asked, objects, dataplane);
    worlds.set(dataplane, known);
    return known;
  };
  return { asked, on, snapshot: () => on(caseDataplane(asked)) };
}

export function answerQuestion(question: Question, worlds: CaseWorlds): Reply {
  switch (question.ask) {
    case 'selector':
      return askSelector(question);
    case 'canonical':
      return askCanonical(question);
    case 'effectiveSelector':
      return askEffectiveSelector(question);
    case 'effectiveRuleSelector':
      return askEffectiveRuleSelector(question);
    case 'order':
      return askOrder(question);
    case 'convert':
      return askConvert(question);
    case 'checkpoint':
      return askCheckpoint(question as CheckpointQuestion, worlds.snapshot());
    default:
      return NOT_ASKED;
  }
}
