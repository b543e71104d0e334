import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HumanCheck, MachineCheck, StepPlan } from '../../../main/engine/model/plan';
import type { NewWizardEvent, StepEvent, Wizard } from '../../../main/engine/model/wizard';
import { AppState } from '../../../renderer/state/app-state.svelte';
import {
  commonSentence,
  countGroups,
  findGroups,
  listMembers,
  splitGroups,
} from '../../../renderer/wizard/check-groups';
import ChecksPanel from '../../../renderer/wizard/ChecksPanel.svelte';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge } from '../fake-bridge';
import { INVENTED_PLAN, INVENTED_WIZARD } from '../invented-plan';

const ENDS = ['web → db', 'web → cache'];
const GROUPED: readonly MachineCheck[] = ENDS.flatMap((title) =>
  ['tcp 80', 'tcp 443'].map((member): MachineCheck => ({
    id: `net.${title} ${member}`,
    title: `${title} ${member} has a rule of its own`,
    state: 'amber',
    detail: `In use: ${member}. It ends with the net.`,
    evidence: [],
    group: { title, member },
  })),
);
const NETWORKS: readonly HumanCheck[] = ['10.1.0.0/24', '10.2.0.0/24'].map((member) => ({
  id: `net.ssh ${member}`,
  when: 'after',
  title: `From ${member}: a new session opens`,
  command: 'ssh node',
  expect: 'in',
  group: { title: 'From each admin network: a new session opens', member },
}));

function planWith(machineChecks: readonly MachineCheck[], humanChecks: readonly HumanCheck[]): StepPlan {
  const [net] = INVENTED_PLAN.steps;
  if (net === undefined) throw new Error('the invented plan begins with the net');
  return { ...net, machineChecks, humanChecks };
}

/** A host that keeps what it is given, call by call. */
function showChecks(plan: StepPlan) {
  const calls: (readonly NewWizardEvent[])[] = [];
  let wizard: Wizard = { ...INVENTED_WIZARD, events: [], gates: INVENTED_WIZARD.gates.map(unanswered) };
  const bridge = createFakeBridge({
    'wizard.record': ({ events }) => {
      calls.push(events);
      wizard = events.reduce(withAnswer, wizard);
      return wizard;
    },
  });
  const app = new AppState(bridge);
  const { rerender } = render(ChecksPanel, { app, plan, wizard });
  return { calls, update: () => rerender({ app, plan, wizard }) };
}

function unanswered(gate: Wizard['gates'][number]): Wizard['gates'][number] {
  return { ...gate, answers: {} };
}

function withAnswer(wizard: Wizard, added: NewWizardEvent): Wizard {
  const id = wizard.events.length + 1;
  const event: StepEvent = { ...added, id, at: '2026-11-21T10:00:00Z', inputs: 'b'.repeat(64) };
  const gates = wizard.gates.map((gate) =>
    gate.step === event.step && 'check' in event ? { ...gate, answers: { ...gate.answers, [event.check]: id } } : gate,
  );
  return { ...wizard, gates, events: [...wizard.events, event] };
}

async function answer(name: RegExp, text: string): Promise<void> {
  const form = await screen.findByRole('form', { name });
  await fireEvent.input(within(form).getByLabelText('Name'), { target: { value: 'Ada' } });
  await fireEvent.input(within(form).getByLabelText('Note'), { target: { value: text } });
  await fireEvent.submit(form);
}

const said = { step: 'net', by: 'Ada' } as const;

describe('checks that may be answered together', () => {
  beforeEach(() => installBrowserStandIns());
  afterEach(() => {
    cleanup();
  });

  it('are accepted as a group with one reason, which is recorded for each', async () => {
    const { calls, update } = showChecks(planWith(GROUPED, []));
    expect(screen.getByText('4 in 2 groups, 0 answered')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Acknowledge the group: web → db' }));
    await answer(/^Acknowledge: 2 checks of web → db/, 'retired on Monday');
    expect(calls).toEqual([
      ['tcp 80', 'tcp 443'].map((member) => ({
        ...said,
        tag: 'acknowledged',
        check: `net.web → db ${member}`,
        text: 'retired on Monday',
      })),
    ]);
    await update();
    expect(screen.getByText('4 in 2 groups, 2 answered')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Acknowledge the group: web → db' })).toBeNull();
  });

  it('are accepted one by one where the group is unfolded, and the group then stands for the others', async () => {
    const { calls, update } = showChecks(planWith(GROUPED, []));
    await fireEvent.click(screen.getByRole('button', { name: /web → cache/, expanded: false }));
    await fireEvent.click(
      screen.getByRole('button', { name: 'Acknowledge: web → cache tcp 80 has a rule of its own' }),
    );
    await answer(/^Acknowledge: web → cache tcp 80/, '');
    await update();
    await fireEvent.click(screen.getByRole('button', { name: 'Acknowledge the group: web → cache' }));
    await answer(/^Acknowledge: 1 check of web → cache/, '');
    const ids = calls.map((events) => events.map((event) => ('check' in event ? event.check : '')));
    expect(ids).toEqual([['net.web → cache tcp 80'], ['net.web → cache tcp 443']]);
  });

  it('that differ by a network alone are done in one form, with the command said once', async () => {
    const { calls, update } = showChecks(planWith([], NETWORKS));
    expect(screen.getAllByText('ssh node')).toHaveLength(1);
    await fireEvent.click(screen.getByRole('button', { name: /^Done: From each admin network/ }));
    await answer(/^Done: 2 checks/, 'from the jump host');
    expect(calls).toEqual([
      NETWORKS.map(({ id }) => ({ ...said, tag: 'done', check: id, text: 'from the jump host' })),
    ]);
    await update();
    expect(screen.getByText('2 of 2 done: 10.1.0.0/24, 10.2.0.0/24')).toBeTruthy();
    expect(screen.getAllByRole<HTMLInputElement>('checkbox').map(({ checked }) => checked)).toEqual([true, true]);
  });

  it('of very many groups the first are shown, and others are found by name or port', async () => {
    const many = Array.from({ length: 30 }, (_, index): MachineCheck => ({
      id: `net.${index}`,
      title: `${index}`,
      state: 'amber',
      detail: 'In use.',
      evidence: [],
      group: { title: `web → db-${index}`, member: `tcp ${1000 + index}` },
    }));
    showChecks(planWith(many, []));
    expect(screen.getAllByRole('button', { name: /the group/ })).toHaveLength(25);
    await fireEvent.click(screen.getByRole('button', { name: 'Show more: 5 groups left' }));
    expect(screen.getAllByRole('button', { name: /the group/ })).toHaveLength(30);
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'DB 1029' } });
    expect(screen.getAllByRole('button', { name: /the group/ }).map((one) => one.ariaLabel)).toEqual([
      'Acknowledge the group: web → db-29',
    ]);
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'nobody' } });
    expect(screen.getByText('No group is called so.')).toBeTruthy();
  });

  it('are counted and named by what tells them apart', () => {
    const [first] = GROUPED;
    if (first === undefined) throw new Error('no check');
    const { group: _group, ...standing } = first;
    const { alone, groups } = splitGroups([standing, ...GROUPED]);
    expect(alone).toEqual([standing]);
    expect(groups.map(listMembers)).toEqual(['tcp 80, tcp 443', 'tcp 80, tcp 443']);
    expect(findGroups(groups, 'cache 443').map(({ title }) => title)).toEqual(['web → cache']);
    expect(commonSentence(groups)).toBe('');
    expect(commonSentence(groups.map((group) => ({ ...group, checks: GROUPED.slice(0, 1) })))).toBe('In use: tcp 80.');
    expect(countGroups(groups, { answers: { [GROUPED[0]?.id ?? '']: 1 } })).toBe('4 in 2 groups, 1 answered');
    const eight = Array.from({ length: 8 }, (_, index) => ({
      id: `${index}`,
      group: { title: 'x', member: `${index}` },
    }));
    expect(listMembers({ title: 'x', checks: eight })).toBe('0, 1, 2, 3, 4, 5 and 2 more');
  });
});
