import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { File as NodeFile } from 'node:buffer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import App from '../../../renderer/shell/App.svelte';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge, type FakeBridge } from '../fake-bridge';
import { INVENTED_FLOWS } from '../invented-flows';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

vi.mock('../../../renderer/map/Map.svelte', async () => import('../shell/MapStandIn.svelte'));

const RECORDED: Rehearsal = { ...INVENTED_REHEARSAL, flows: INVENTED_FLOWS };

async function openFlows(bridge: FakeBridge): Promise<AppState> {
  const app = new AppState(bridge);
  render(App, { app, bridge });
  await fireEvent.click(await screen.findByRole('button', { name: /Ship it safely/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Rehearse' }));
  await screen.findByRole('grid', { name: 'Connections' });
  await waitFor(() => expect(app.task).toBeNull());
  await fireEvent.keyDown(screen.getByRole('main'), { key: '4' });
  await screen.findByRole('heading', { level: 1, name: 'Recorded flows' });
  return app;
}

function shownFlows(): readonly (string | undefined)[] {
  const rows = within(screen.getByRole('grid', { name: 'Recorded flows' }))
    .queryAllByRole('row')
    .slice(1);
  return rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent?.trim());
}

describe('the view of recorded flows', () => {
  beforeEach(() => {
    localStorage.clear();
    installBrowserStandIns();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('says how to record while there is nothing', async () => {
    await openFlows(createFakeBridge());
    for (const tool of [/port-forward .* service\/whisker/, /grpcurl/, /calico-node -flows \d+/]) {
      expect(screen.getByText(tool)).toBeTruthy();
    }
  });

  it('sends the files that were chosen and rehearses again', async () => {
    let recorded = false;
    const bridge = createFakeBridge({
      'rehearsal.run': () => (recorded ? RECORDED : INVENTED_REHEARSAL),
      'workspace.addFlows': async () => {
        recorded = true;
        const { name, accounting, diagnostics, counts } = RECORDED;
        return { name, accounting, diagnostics, counts };
      },
    });
    const app = await openFlows(bridge);
    const input = screen.getByLabelText('Files of recorded flows');
    await fireEvent.change(input, { target: { files: [new NodeFile(['{"items":[]}'], 'monday.json')] } });
    expect(await screen.findByRole('grid', { name: 'Recorded flows' })).toBeTruthy();
    expect(bridge.calls.find((call) => call.method === 'workspace.addFlows')?.params).toEqual({
      files: [{ path: 'monday.json', text: '{"items":[]}' }],
    });
    expect(app.window.view).toBe('flows');
  });

  it('shows what breaks first, warns of what is not covered, and filters', async () => {
    await openFlows(createFakeBridge({}, RECORDED));
    expect(screen.getByText('Covered 6 min; 1 of 4 workloads has no record.')).toBeTruthy();
    expect(screen.getByText(/^10 of 11 comparable records agree/)).toBeTruthy();
    expect(shownFlows()[0]).toBe('will break');
    await fireEvent.click(screen.getByRole('radio', { name: /Not comparable/ }));
    expect(shownFlows()).toHaveLength(1);
    expect(screen.getByRole('button', { name: /Flows \(9 records would break, 1 record unexplained\)/ })).toBeTruthy();
  });

  it('lays the record beside the engine, and leads to the connection', async () => {
    const app = await openFlows(createFakeBridge({}, RECORDED));
    const row = within(screen.getByRole('grid', { name: 'Recorded flows' })).getAllByRole('row')[1];
    row?.focus();
    await fireEvent.keyDown(row ?? document.body, { key: 'Enter' });
    const inspector = await screen.findByRole('complementary', { name: 'Inspector' });
    expect(within(inspector).getByText('Flow logs give no warning.')).toBeTruthy();
    await fireEvent.click(within(inspector).getByRole('button', { name: /^Why/ }));
    expect(app.selectedEdge).toBe('workload:prod/frontend|workload:prod/backend|tcp 8080');
  });

  it('accounts for every file, and names the lines that were not read', async () => {
    await openFlows(createFakeBridge({}, RECORDED));
    await fireEvent.click(screen.getByRole('tab', { name: /Files/ }));
    expect(screen.getByText('it is no format of recorded flows')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'broken.json:7' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('tab', { name: /Not covered/ }));
    expect(screen.getByText('Flow logs can never show 3 protected paths')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'prod/database' })).toBeTruthy();
  });
});
