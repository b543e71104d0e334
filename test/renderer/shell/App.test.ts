import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../../../renderer/shell/App.svelte';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge, type FakeBridge } from '../fake-bridge';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

vi.mock('../../../renderer/map/Map.svelte', async () => import('./MapStandIn.svelte'));

async function openWindow(bridge: FakeBridge = createFakeBridge()): Promise<AppState> {
  const app = new AppState(bridge);
  render(App, { app, bridge });
  await fireEvent.click(await screen.findByRole('button', { name: /Ship it safely/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Rehearse' }));
  await screen.findByRole('grid', { name: 'Connections' });
  return app;
}

function rowTexts(): readonly string[] {
  const grid = screen.getByRole('grid', { name: 'Connections' });
  return within(grid)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .slice(0, 3)
        .map((cell) => cell.textContent?.trim())
        .join(' | '),
    );
}

describe('the window', () => {
  beforeEach(() => {
    localStorage.clear();
    installBrowserStandIns();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('shows the import report before anything is drawn, with the offending line', async () => {
    const bridge = createFakeBridge();
    render(App, { app: new AppState(bridge), bridge });
    await fireEvent.click(await screen.findByRole('button', { name: /Ship it safely/ }));
    expect(await screen.findByRole('heading', { name: 'What was read: ship-it-safely' })).toBeTruthy();
    expect(screen.getByText('selector: app == "web')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'broken.yaml:3' })).toBeTruthy();
    expect(screen.queryByRole('grid')).toBeNull();
    expect(document.activeElement?.textContent?.trim()).toBe('Rehearse');
  });

  it('walks the steps, and the table shows each world', async () => {
    await openWindow();
    expect(rowTexts()).toContain('blocked | prod/frontend | prod/database');
    await fireEvent.click(screen.getByRole('button', { name: /Step 1: Safety net/ }));
    expect(rowTexts()).toContain('only by the net | prod/frontend | prod/database');
    const step = screen.getByRole('button', { name: /Step 1: Safety net/ });
    expect(step.getAttribute('aria-current')).toBe('step');
    await fireEvent.keyDown(step, { key: 'End' });
    expect(rowTexts()).toContain('blocked | prod/frontend | prod/backend');
    expect(document.activeElement?.textContent).toContain('Remove the net');
  });

  it('explains the connection of a row in both worlds, with the file open at what decides', async () => {
    await openWindow();
    await fireEvent.click(screen.getByRole('button', { name: /Observe/ }));
    const row = screen.getByRole('row', { name: /will be blocked prod\/frontend prod\/backend/ });
    await fireEvent.keyDown(row, { key: 'Enter' });
    const inspector = screen.getByRole('complementary', { name: 'Inspector' });
    expect(await within(inspector).findByText('Now · after step 3')).toBeTruthy();
    expect(await within(inspector).findByText('Next · after the rollout')).toBeTruthy();
    expect(within(inspector).getByText(/^Allowed while staged by zzz-final-allow-everything/)).toBeTruthy();
    expect(within(inspector).getByText('End of tier default')).toBeTruthy();
    const source = await within(inspector).findByRole('region', { name: 'Source' });
    await waitFor(() =>
      expect(source.querySelector('[aria-current="true"]')?.textContent).toBe('3kind: StagedNetworkPolicy'),
    );
  });

  it('sorts by a column and says so', async () => {
    await openWindow();
    await fireEvent.click(screen.getByRole('button', { name: 'To' }));
    const header = screen.getByRole('columnheader', { name: /^To/ });
    expect(header.getAttribute('aria-sort')).toBe('ascending');
    expect(rowTexts()[0]).toContain('backup-store');
    await fireEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('descending');
  });

  it('has one row in the tab order, and the arrows walk', async () => {
    await openWindow();
    const rows = within(screen.getByRole('grid', { name: 'Connections' }))
      .getAllByRole('row')
      .slice(1);
    expect(rows.map((row) => row.tabIndex)).toEqual([0, ...rows.slice(1).map(() => -1)]);
    rows[0]?.focus();
    await fireEvent.keyDown(rows[0] ?? document.body, { key: 'End' });
    await waitFor(() => expect(document.activeElement).toBe(rows.at(-1)));
  });

  it('filters by the counts of the status bar, and the lockout count is always there', async () => {
    const app = await openWindow();
    const count = screen.getByRole('button', { name: /cannot tell 1/i });
    await fireEvent.click(count);
    expect(app.window.find).toBe('state=undecided');
    expect(rowTexts()).toEqual(['cannot tell | prod/database | backup-store']);
    expect(count.getAttribute('aria-pressed')).toBe('true');
    for (const view of ['Findings', 'Lockout', 'Inputs', 'Map']) {
      await fireEvent.click(
        within(screen.getByRole('navigation', { name: 'Views' })).getByRole('button', { name: new RegExp(view) }),
      );
      expect(screen.getByRole('button', { name: 'Lockout: 2 of 4 at risk after step 5, 1 not checked' })).toBeTruthy();
      expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    }
    expect(screen.getByText(/^2 protected paths are at risk after step 5/)).toBeTruthy();
  });

  it('answers single keys only while a view has the focus', async () => {
    const app = await openWindow();
    const main = screen.getByRole('main');
    await fireEvent.keyDown(main, { key: ']' });
    expect(app.window.stop).toBe('net');
    await fireEvent.keyDown(screen.getByRole('button', { name: 'Help' }), { key: ']' });
    await fireEvent.keyDown(screen.getByRole('searchbox'), { key: ']' });
    expect(app.window.stop).toBe('net');
    await fireEvent.keyDown(main, { key: '/' });
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
    await fireEvent.keyDown(main, { key: '3' });
    expect(app.window.view).toBe('lockout');
    await fireEvent.keyDown(main, { key: '?' });
    expect(screen.getByRole('dialog', { name: 'Keys and the find box' })).toBeTruthy();
  });

  it('names what is wrong with the find text and where', async () => {
    await openWindow();
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'ns=prod color=red' } });
    expect(screen.getByText(/^At character 9: color= is not known/)).toBeTruthy();
    expect(screen.getByRole('searchbox').getAttribute('aria-invalid')).toBe('true');
  });

  it('gives the focus back when the inspector closes', async () => {
    await openWindow();
    const row = within(screen.getByRole('grid', { name: 'Connections' })).getAllByRole('row')[1];
    row?.focus();
    await fireEvent.keyDown(row ?? document.body, { key: 'Enter' });
    screen.getByRole('button', { name: 'Close the inspector' }).focus();
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    await waitFor(() => expect(document.activeElement).toBe(row));
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('says that files changed, and a reload keeps the step', async () => {
    const bridge = createFakeBridge();
    const app = await openWindow(bridge);
    await fireEvent.click(screen.getByRole('button', { name: /Promote/ }));
    bridge.emit('inputs.changed', { files: ['changes/a.yaml', 'changes/b.yaml'] });
    expect(await screen.findByText(/2 files changed since they were read/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
    await waitFor(() => expect(screen.queryByText(/2 files changed/)).toBeNull());
    expect(app.window.stop).toBe('promote');
  });

  it('does what the menu of the desktop asks', async () => {
    const bridge = createFakeBridge();
    const app = await openWindow(bridge);
    bridge.emit('menu.command', { command: 'view-findings' });
    expect(app.window.view).toBe('findings');
    bridge.emit('menu.command', { command: 'toggle-theme' });
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('light'));
    expect(app.themeChoice).toBe('light');
    bridge.emit('menu.command', { command: 'open-sample' });
    expect(await screen.findByRole('heading', { name: 'Try a sample' })).toBeTruthy();
  });

  it('shows the worst finding first, and its evidence leads to the connection', async () => {
    const app = await openWindow();
    await fireEvent.keyDown(screen.getByRole('main'), { key: '2' });
    const titles = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
    expect(titles[0]).toBe('SSH from 10.1.0.0/24 to node3 is blocked after the rollout L1');
    await fireEvent.click(screen.getByRole('button', { name: '10.1.0.0/24 → node3 tcp 22' }));
    expect(app.selectedEdge).toBe('external:10.1.0.0/24|host:node3|tcp 22');
  });

  it('keeps more than 500 rows out of the page, and still counts them', async () => {
    const [edge] = INVENTED_REHEARSAL.edges;
    if (edge === undefined) throw new Error('the invented rehearsal has edges');
    const edges = Array.from({ length: 2000 }, (_, index) => ({ ...edge, id: `e${index}` }));
    await openWindow(createFakeBridge({}, { ...INVENTED_REHEARSAL, edges }));
    const grid = screen.getByRole('grid', { name: 'Connections' });
    expect(grid.getAttribute('aria-rowcount')).toBe('2001');
    expect(grid.querySelectorAll('[data-row]').length).toBeLessThan(100);
  });

  it('says what failed and what to do', async () => {
    const bridge = createFakeBridge();
    bridge.fail('workspace.openSample', { code: 'invalid', message: 'It cannot be read.', help: 'Choose another.' });
    render(App, { app: new AppState(bridge), bridge });
    await fireEvent.click(await screen.findByRole('button', { name: /Ship it safely/ }));
    expect((await screen.findByRole('alert')).textContent?.trim()).toBe('It cannot be read. Choose another.');
  });

  it('asks the host for its own dialogs where it has them', async () => {
    const bridge = createFakeBridge({
      'app.info': () => ({
        version: '0.1.0',
        capabilities: { host: 'electron', nativeDialogs: true, watchesFiles: true },
        samples: [],
        opened: false,
      }),
      'workspace.openDialog': () => null,
    });
    const app = new AppState(bridge);
    render(App, { app, bridge });
    await fireEvent.click(await screen.findByRole('button', { name: 'Open folders…' }));
    expect(bridge.calls.at(-1)).toEqual({ method: 'workspace.openDialog', params: { what: 'folders' } });
    await waitFor(() => expect(app.task).toBeNull());
    expect(app.stage).toBe('start');
  });
});
