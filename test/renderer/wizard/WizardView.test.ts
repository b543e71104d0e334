import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewRules, NewWizardEvent, StepEvent, Wizard } from '../../../main/engine/model/wizard';
import App from '../../../renderer/shell/App.svelte';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge, type FakeBridge } from '../fake-bridge';
import { INVENTED_FLOWS } from '../invented-flows';
import { INVENTED_PLAN, INVENTED_WIZARD } from '../invented-plan';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

vi.mock('../../../renderer/map/Map.svelte', async () => import('../shell/MapStandIn.svelte'));

const REHEARSAL = { ...INVENTED_REHEARSAL, plan: INVENTED_PLAN, flows: INVENTED_FLOWS };

/** A host that keeps events: an answer counts until it is withdrawn, and a signed gate is passed. */
function keepingBridge(): FakeBridge {
  let wizard: Wizard = INVENTED_WIZARD;
  return createFakeBridge(
    {
      'wizard.read': () => wizard,
      'wizard.settings': (rules) => (wizard = withRules(wizard, rules)),
      'wizard.record': ({ events }) => (wizard = events.reduce(withEvent, wizard)),
    },
    REHEARSAL,
  );
}

function withRules(wizard: Wizard, { settings, by, text }: NewRules): Wizard {
  const noted = { id: wizard.events.length + 1, at: '2026-11-21T10:00:00Z', inputs: 'b'.repeat(64), by, text };
  const event = { ...noted, tag: 'rules-changed', before: wizard.settings, after: settings } as const;
  return { ...wizard, settings, events: [...wizard.events, event] };
}

function withEvent(wizard: Wizard, added: NewWizardEvent): Wizard {
  const id = wizard.events.length + 1;
  const event: StepEvent = { ...added, id, at: '2026-11-21T10:00:00Z', inputs: 'b'.repeat(64) };
  return {
    ...wizard,
    events: [...wizard.events, event],
    gates: wizard.gates.map((gate) => {
      if (gate.step !== event.step) return gate;
      switch (event.tag) {
        case 'signed-off':
          return { ...gate, state: 'passed', reasons: [], signOffs: [id] };
        case 'withdrawn': {
          const kept = Object.entries(gate.answers).filter((entry) => entry[1] !== event.event);
          return { ...gate, state: 'open', answers: Object.fromEntries(kept), signOffs: [] };
        }
        default:
          return { ...gate, answers: { ...gate.answers, [event.check]: id } };
      }
    }),
  };
}

async function openWizard(bridge: FakeBridge = keepingBridge()): Promise<AppState> {
  const app = new AppState(bridge);
  render(App, { app, bridge });
  await fireEvent.click(await screen.findByRole('button', { name: /Ship it safely/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Rehearse' }));
  await screen.findByRole('grid', { name: 'Connections' });
  await waitFor(() => expect(app.wizard.wizard).not.toBeNull());
  await fireEvent.keyDown(screen.getByRole('main'), { key: 'w' });
  await screen.findByRole('heading', { level: 1, name: /1 Safety net/ });
  return app;
}

async function answer(label: string | RegExp, by: string | null, text: string): Promise<void> {
  const form = await screen.findByRole('form', { name: label });
  if (by !== null) await fireEvent.input(within(form).getByLabelText('Name'), { target: { value: by } });
  await fireEvent.input(within(form).getByLabelText(/Reason|Note/), { target: { value: text } });
  await fireEvent.submit(form);
}

function lastEvent(bridge: FakeBridge): unknown {
  return bridge.calls.findLast((call) => call.method === 'wizard.record')?.params;
}

const recorded = (event: NewWizardEvent) => ({ events: [event] });

describe('the wizard', () => {
  beforeEach(() => {
    localStorage.clear();
    installBrowserStandIns();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('opens at the first gate that is not passed, and says what it lacks', async () => {
    const app = await openWizard();
    expect(app.window.stop).toBe('net');
    expect(screen.getByRole('button', { name: 'Step 1 Safety net · Open · 2 left' })).toBeTruthy();
    const gate = screen.getByRole('region', { name: 'Gate: open' });
    expect(within(gate).getByText('Nobody has signed off.')).toBeTruthy();
    expect(within(gate).getByRole('button', { name: 'Sign off…' }).getAttribute('aria-disabled')).toBe('true');
    expect(within(gate).getByText('1 check blocks: resolve or override.')).toBeTruthy();
  });

  it('keeps one step with the step bar, both ways', async () => {
    const app = await openWizard();
    await fireEvent.click(
      within(screen.getByRole('navigation', { name: 'Gates' })).getByRole('button', { name: /Promote/ }),
    );
    const bar = screen.getByRole('navigation', { name: 'Steps of the rollout' });
    expect(
      within(bar)
        .getByRole('button', { name: /Step 4: Promote/ })
        .getAttribute('aria-current'),
    ).toBe('step');
    await fireEvent.click(within(bar).getByRole('button', { name: /Step 5: Remove/ }));
    expect(await screen.findByRole('heading', { level: 1, name: /5 Remove the net/ })).toBeTruthy();
    await fireEvent.click(within(bar).getByRole('button', { name: /Today/ }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Rollout' })).toBeTruthy();
    expect(app.window.view).toBe('wizard');
  });

  it('overrides what blocks with a name and a reason only, and remembers the name for the next answer', async () => {
    const bridge = keepingBridge();
    await openWizard(bridge);
    await fireEvent.click(screen.getByRole('button', { name: 'Override: No policy is asked after the net' }));
    const form = screen.getByRole('form', { name: /^Override/ });
    expect(document.activeElement).toBe(within(form).getByLabelText('Name'));
    await fireEvent.input(within(form).getByLabelText('Name'), { target: { value: 'Ada' } });
    expect(within(form).getByRole<HTMLButtonElement>('button', { name: 'Override' }).disabled).toBe(true);
    await answer(/^Override/, null, 'the order is given on Monday');
    expect(lastEvent(bridge)).toEqual(
      recorded({
        tag: 'overridden',
        step: 'net',
        check: 'net.sorted-last',
        by: 'Ada',
        text: 'the order is given on Monday',
      }),
    );
    expect(await screen.findByText(/Overridden by Ada/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^✕Blocks.*Overridden by Ada/));
    await fireEvent.click(screen.getByRole('button', { name: 'Acknowledge: Forwarded traffic is covered' }));
    const next = screen.getByRole('form', { name: /^Acknowledge/ });
    expect(within(next).getByLabelText<HTMLInputElement>('Name').value).toBe('Ada');
    expect(document.activeElement).toBe(within(next).getByLabelText('Note'));
    await fireEvent.keyDown(next, { key: 'Escape' });
    await waitFor(() =>
      expect(document.activeElement).toBe(
        screen.getByRole('button', { name: 'Acknowledge: Forwarded traffic is covered' }),
      ),
    );
  });

  it('signs off when everything is answered, shows it in the step bar, and leads on', async () => {
    const bridge = keepingBridge();
    const app = await openWizard(bridge);
    await fireEvent.click(screen.getByRole('button', { name: /^Override/ }));
    await answer(/^Override/, 'Ada', 'looked at');
    await fireEvent.click(await screen.findByRole('button', { name: /^Acknowledge/ }));
    await answer(/^Acknowledge/, null, '');
    await fireEvent.click(screen.getByRole('checkbox', { name: /out-of-band console/ }));
    await answer(/^Done/, null, '');
    const sign = await screen.findByRole('button', { name: 'Sign off…' });
    await waitFor(() => expect(sign.getAttribute('aria-disabled')).toBe('false'));
    await fireEvent.click(sign);
    await answer('Sign off: Safety net', null, 'reviewed with the team');
    expect(await screen.findByRole('button', { name: /Step 1: Safety net ?, passed/ })).toBeTruthy();
    expect(app.announcement).toBe('Saved. The gate of Safety net is passed.');
    await fireEvent.click(screen.getByRole('button', { name: 'On to Stage' }));
    expect(app.window.stop).toBe('stage');
  });

  it('withdraws an answer with a reason and keeps it in the history', async () => {
    const bridge = keepingBridge();
    await openWizard(bridge);
    await fireEvent.click(screen.getByRole('button', { name: 'Withdraw: Acknowledged by Ada' }));
    await answer(/^Withdraw/, 'Grace', 'it opens too much');
    expect(lastEvent(bridge)).toEqual(
      recorded({ tag: 'withdrawn', step: 'net', event: 2, by: 'Grace', text: 'it opens too much' }),
    );
    expect(await screen.findByRole('button', { name: /^Acknowledge: The net opens nothing/ })).toBeTruthy();
    const history = screen.getByText('History: 4 entries').closest('details');
    expect(history?.textContent).toContain('withdrawn by Grace');
  });

  it('says why an answer was not saved, and keeps what was typed', async () => {
    const bridge = keepingBridge();
    await openWizard(bridge);
    bridge.fail('wizard.record', { code: 'refused', message: 'The file cannot be written.', help: 'Free some space.' });
    await fireEvent.click(screen.getByRole('button', { name: /^Override/ }));
    await answer(/^Override/, 'Ada', 'because');
    expect(
      (await screen.findAllByRole('alert')).some((alert) => alert.textContent?.includes('cannot be written')),
    ).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>('Reason').value).toBe('because');
  });

  it('selects the connection of a verdict, and shows on the map what the step changes', async () => {
    const app = await openWizard();
    await fireEvent.click(screen.getByRole('tab', { name: /Verdicts/ }));
    const row = within(screen.getByRole('grid', { name: 'What the step changes' })).getAllByRole('row')[1];
    await fireEvent.keyDown(row ?? document.body, { key: 'Enter' });
    expect(app.selectedEdge).toBe('workload:prod/frontend|workload:prod/database|tcp 8080');
    await fireEvent.click(screen.getByRole('button', { name: 'Show on the map' }));
    expect(app.window).toMatchObject({ view: 'map', stop: 'net', find: 'step=net' });
    expect(screen.getAllByRole('row', { name: /only by the net/ })).toHaveLength(2);
  });

  it('changes the rules of the gates in somebody’s name, and shows that in the history', async () => {
    const bridge = keepingBridge();
    await openWizard(bridge);
    await fireEvent.click(screen.getByRole('button', { name: /Overview/ }));
    await fireEvent.click(await screen.findByRole('checkbox', { name: /two different people/ }));
    await fireEvent.input(screen.getByLabelText(/must cover at least/), { target: { value: '1440' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save the rules…' }));
    await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'Ada' } });
    await fireEvent.input(screen.getByLabelText('Note'), { target: { value: 'rule 7' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    const settings = { secondPerson: true, minimumObservationMinutes: 1440 };
    await waitFor(() => expect(bridge.calls.at(-1)?.params).toEqual({ settings, by: 'Ada', text: 'rule 7' }));
    const said = 'two different people sign off; recorded flows must cover 1,440 minutes, before it was 0';
    expect(await screen.findByText(`changed the rules of the gates: ${said}`)).toBeTruthy();
  });

  it('walks the parts of a step with the arrows', async () => {
    const app = await openWizard();
    const tab = screen.getByRole('tab', { name: /Checks/ });
    tab.focus();
    await fireEvent.keyDown(tab, { key: 'ArrowRight' });
    expect(app.window.tab).toBe('variants');
    expect(document.activeElement?.textContent).toContain('Forms of the net');
    await fireEvent.keyDown(document.activeElement ?? tab, { key: 'End' });
    expect(app.window.tab).toBe('apply');
    expect(screen.getByText('kubectl apply -f 10-net/safety-net.yaml')).toBeTruthy();
  });
});
