import type { HostEndpoint } from '../../main/engine/cluster/endpoint';
import { decide } from '../../main/engine/evaluate/decide';
import type { Evaluation } from '../../main/engine/evaluate/evaluation';
import { packetOf } from '../../main/engine/evaluate/packet-of';
import type { HookName } from '../../main/engine/compile/program';
import type { Direction, Flow } from '../../main/engine/model/traffic';
import type { HostInterfaceQuestion, Question, Reply } from './case';
import { NOT_ASKED, compareAnswers } from './case';
import { findEndpoint } from './ask-checkpoint';
import type { CaseWorld } from './case-world';

function findHost(evaluation: Evaluation, name: string): HostEndpoint | undefined {
  const endpoint = findEndpoint(evaluation, name);
  return endpoint?.tag === 'host' ? endpoint : undefined;
}

function askHook(
  evaluation: Evaluation,
  host: HostEndpoint,
  hook: HookName,
  direction: Direction,
  flow: Flow,
): 'allow' | 'deny' | 'continue' {
  const program = evaluation.programs.programOf(host);
  const { outcomes } = decide(program, hook, direction, packetOf(flow, evaluation.peers), evaluation.matcher);
  if (outcomes.allow) return 'allow';
  return outcomes.deny ? 'deny' : 'continue';
}

/** `none`: goes on to the other hooks. */
export function askUntracked(question: Question, world: CaseWorld): Reply {
  const host = findHost(world.enforced, question['endpoint'] as string);
  if (host === undefined) return NOT_ASKED;
  const direction = question['direction'] as Direction;
  const answer = askHook(world.enforced, host, 'untracked', direction, question['flow'] as Flow);
  return compareAnswers({ verdict: answer === 'continue' ? 'none' : answer }, question.answer);
}

/** preDNAT with the address that was dialled, then the forward list, or normal policies and profiles; without failsafe and untracked. */
export function askHostInterface(question: HostInterfaceQuestion, world: CaseWorld): Reply {
  const host = findHost(world.enforced, question.endpoint);
  if (host === undefined) return NOT_ASKED;
  return compareAnswers({ verdict: hostInterfaceVerdict(question, world.enforced, host) }, question.answer);
}

function hostInterfaceVerdict(question: HostInterfaceQuestion, evaluation: Evaluation, host: HostEndpoint): string {
  const { direction, flow } = question;
  const before = question.preDNAT === undefined ? flow : { ...flow, ...question.preDNAT };
  const pre = direction === 'ingress' ? askHook(evaluation, host, 'preDNAT', direction, before) : 'continue';
  if (pre !== 'continue') return pre;
  const answer = askHook(evaluation, host, question.local ? 'normal' : 'forward', direction, flow);
  return answer === 'continue' ? 'allow' : answer;
}
