import type { Envelope, MethodName, Methods } from '../../../preload/contract';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { NewWizardEvent, Wizard, WizardEvent } from '../../../main/engine/model/wizard';
import type { StepName } from '../../../main/engine/model/world';

/** Asks the host of a window. */
export type Call = <M extends MethodName>(
  method: M,
  params: Methods[M]['params'],
) => Promise<Envelope<Methods[M]['result']>>;

/** How much of a walk is kept. Every call of the walk that keeps something adds one to one of these. */
export interface Kept {
  readonly events: number;
  readonly minutes: number;
  readonly ownPaths: number;
  readonly flows: number;
}

export const NOTHING_KEPT: Kept = { events: 0, minutes: 0, ownPaths: 0, flows: 0 };

export function sumOf({ events, minutes, ownPaths, flows }: Kept): number {
  return events + minutes + ownPaths + flows;
}

/** Events that calls for them have added: a changed rule of the gates adds one beside it, and is counted by its minutes. */
export function countStepEvents(events: readonly WizardEvent[]): number {
  return events.filter(({ tag }) => tag !== 'rules-changed').length;
}

/**
 * Does what a user of the wizard does, without end: answers checks, signs steps off and withdraws, changes the rules of the house, adds
 * rows of his own and drops recorded flows in. Tells what is kept when it begins and after every answer. Throws when a call is refused.
 */
export async function walkWizard(call: Call, tell: (kept: Kept) => void): Promise<never> {
  async function ask<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']> {
    const answer = await call(method, params);
    if (!answer.ok) throw new Error(`${method} was refused: ${answer.error.message}`);
    return answer.result;
  }

  // The application opens its workspace beside its window.
  await ask('workspace.current', {});
  let rehearsal = await ask('rehearsal.run', {});
  let wizard = await ask('wizard.read', {});
  let { ownPaths, adminCidrs } = await ask('workspace.paths', {});

  const keptNow = (): Kept => ({
    events: countStepEvents(wizard.events),
    minutes: wizard.settings.minimumObservationMinutes,
    ownPaths: ownPaths.length,
    flows: Object.keys(rehearsal.inputs.files).filter((name) => name.startsWith('flows/')).length,
  });

  async function readAgain(): Promise<void> {
    rehearsal = await ask('rehearsal.run', {});
    wizard = await ask('wizard.read', {});
  }

  for (;;) {
    const kept = keptNow();
    tell(kept);
    const turn = sumOf(kept);
    if (turn === 2 || turn % 60 === 59) {
      await ask('workspace.addFlows', { files: [{ path: `flows-${kept.flows}.json`, text: flowsOf(kept.flows) }] });
      await readAgain();
    } else if (turn === 5 || turn % 60 === 30) {
      const row = { title: `Row ${kept.ownPaths}`, from: 'prod/frontend', to: 'prod/backend', protocol: 'tcp' };
      ownPaths = [...ownPaths, { ...row, port: 1000 + kept.ownPaths, severity: 'warns', expect: 'closed' }];
      await ask('workspace.setPaths', { adminCidrs, ownPaths });
      await readAgain();
    } else if (turn % 9 === 6) {
      const settings = { ...wizard.settings, minimumObservationMinutes: kept.minutes + 1 };
      wizard = await ask('wizard.settings', { settings, by: 'Ada', text: '' });
    } else {
      wizard = await ask('wizard.record', { events: [nextEvent(rehearsal, wizard)] });
    }
  }
}

/** What the gate of the current step waits for; where nothing is left to do, the last answer is taken back. */
function nextEvent(rehearsal: Rehearsal, wizard: Wizard): NewWizardEvent {
  const { current: step, gates, events } = wizard;
  const gate = gates.find((candidate) => candidate.step === step);
  const text = 'x'.repeat((events.length * 37) % 500);
  const answer = step === null ? undefined : nextAnswer(rehearsal, step, gate?.answers ?? {});
  if (answer !== undefined && step !== null) return { ...answer, step, by: 'Ada', text: `because ${text}` };
  if (step !== null && gate?.state !== 'closed') return { tag: 'signed-off', step, by: 'Ada', text };
  const withdrawn = new Set(events.flatMap((event) => (event.tag === 'withdrawn' ? [event.event] : [])));
  const last = events.findLast((event) => isAnswer(event) && !withdrawn.has(event.id));
  if (last === undefined || last.tag === 'rules-changed')
    throw new Error('the walk is stuck: nothing to do, and nothing to take back');
  return { tag: 'withdrawn', event: last.id, step: last.step, by: 'Ada', text: `because ${text}` };
}

function isAnswer({ tag }: WizardEvent): boolean {
  return tag !== 'withdrawn' && tag !== 'rules-changed';
}

function nextAnswer(
  { plan }: Rehearsal,
  step: StepName,
  answers: Readonly<Record<string, number>>,
): { readonly tag: 'done' | 'acknowledged' | 'overridden'; readonly check: string } | undefined {
  const { humanChecks = [], machineChecks = [] } = plan.steps.find((candidate) => candidate.step === step) ?? {};
  const human = humanChecks.find(({ id }) => answers[id] === undefined);
  if (human !== undefined) return { tag: 'done', check: human.id };
  const machine = machineChecks.find(({ id, state }) => state !== 'green' && answers[id] === undefined);
  if (machine === undefined) return undefined;
  return { tag: machine.state === 'red' ? 'overridden' : 'acknowledged', check: machine.id };
}

/** A recorded flow of the sample, over a window that no minimum is longer than. */
function flowsOf(number: number): string {
  const policy = { kind: 'Profile', name: 'kns.prod', namespace: '', tier: '', action: 'Allow' };
  const policies = [{ ...policy, policy_index: 0, rule_index: 0, trigger: null }];
  const flow = {
    start_time: '2026-08-01T00:00:00Z',
    end_time: `2026-08-20T00:00:${String(number % 60).padStart(2, '0')}Z`,
    action: 'Allow',
    source_name: 'frontend',
    source_namespace: 'prod',
    source_labels: '',
    dest_name: 'backend',
    dest_namespace: 'prod',
    dest_labels: '',
    protocol: 'tcp',
    dest_port: 8080,
    reporter: 'Src',
    policies: { enforced: policies, pending: policies },
    packets_in: 1,
    packets_out: 1,
    bytes_in: 1,
    bytes_out: 1,
  };
  return JSON.stringify({ total: { totalPages: 1 }, items: [flow] });
}
