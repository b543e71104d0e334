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
import { askConnection, askEstablishedConnection } from './ask-connection';
import { askConnections, askFlow, askPendingFlow } from './ask-flow';
import { askFlowLogPolicyHit, askFlowLogPolicyString } from './ask-flow-strings';
import { askHostInterface, askUntracked } from './ask-host';
import { askValidate } from './ask-validate';
import type { Case, CheckpointQuestion, ConnectionQuestion, HostInterfaceQuestion, Question, Reply } from './case';
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
  const objects = stateAsked(asked);
  const on = (dataplane: Dataplane): CaseWorld => {
    const known = worlds.get(dataplane) ?? createCaseWorld(asked, objects, dataplane);
    worlds.set(dataplane, known);
    return known;
  };
  return { asked, on, snapshot: () => on(caseDataplane(asked)) };
}

/** Connections of a case with changes belong to the state after them: an object of the same kind and name is replaced. */
function stateAsked(asked: Case): readonly Json[] {
  return [...asked.snapshot, ...(asked.changes ?? [])];
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
    case 'flowLogPolicyString':
      return askFlowLogPolicyString(question);
    case 'flowLogPolicyHit':
      return askFlowLogPolicyHit(question);
    case 'validate':
      return askValidate(question);
    case 'checkpoint':
      return askCheckpoint(question as CheckpointQuestion, worlds.snapshot());
    case 'hostInterface':
      return askHostInterface(question as HostInterfaceQuestion, worlds.snapshot());
    case 'untracked':
      return askUntracked(question, worlds.snapshot());
    case 'flow':
      return askFlow(question, worlds.snapshot());
    case 'connections':
      return askConnections(question, worlds.snapshot());
    case 'pendingFlow':
      return askPendingFlow(question, worlds.snapshot());
    case 'connection':
      return askBothDataplanes(question as ConnectionQuestion, worlds, askConnection);
    case 'establishedConnection':
      return askBothDataplanes(question as ConnectionQuestion, worlds, askEstablishedConnection);
    default:
      return NOT_ASKED;
  }
}

/** Cases that ran in iptables mode as well say where the answer was another. */
function askBothDataplanes(question: ConnectionQuestion, worlds: CaseWorlds, ask: typeof askConnection): Reply {
  const { asked } = worlds;
  const main = caseDataplane(asked);
  const reply = ask(question, asked, worlds.on(main), question.answer as string);
  const second = (asked['alsoRun'] ?? []).includes('calico-felix-iptables') && main !== 'iptables';
  if (reply.tag !== 'agree' || !second) return reply;
  const iptables = question.answerIptables ?? (question.answer as string);
  return ask(question, asked, worlds.on('iptables'), iptables);
}
