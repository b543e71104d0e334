import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import PathsButton from '../../../renderer/paths/PathsButton.svelte';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge } from '../fake-bridge';

describe('the form of the user’s own paths', () => {
  beforeEach(() => installBrowserStandIns());
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('starts with what the workspace has, and saves all of it with the new row', async () => {
    const bridge = createFakeBridge({
      'workspace.paths': () => ({ adminCidrs: ['10.1.0.0/24'], ownPaths: [] }),
    });
    const app = new AppState(bridge);
    render(PathsButton, { app });
    await fireEvent.click(screen.getByRole('button', { name: 'Your own paths…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Your own paths' });
    const save = within(dialog).getByRole<HTMLButtonElement>('button', { name: /^Save/ });
    const networks = within(dialog).getByLabelText<HTMLInputElement>(/Where operators come from/);
    expect(networks.value).toBe('10.1.0.0/24');
    await fireEvent.input(networks, { target: { value: '10.1.0.0/24 10.9.0.0' } });
    expect(within(dialog).getByText(/“10.9.0.0” is not an address/)).toBeTruthy();
    await fireEvent.input(networks, { target: { value: '10.1.0.0/24, 10.9.0.0/16' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Add a path' }));
    const row = within(dialog).getByRole('group', { name: 'Path 1' });
    await waitFor(() => expect(document.activeElement).toBe(within(row).getByLabelText('From')));
    expect(save.disabled).toBe(true);
    await fireEvent.input(within(row).getByLabelText('From'), { target: { value: '192.0.2.1/32' } });
    await fireEvent.input(within(row).getByLabelText('To'), { target: { value: 'node1' } });
    await fireEvent.input(within(row).getByLabelText('Port'), { target: { value: '22' } });
    await fireEvent.change(within(row).getByLabelText('Must be'), { target: { value: 'closed' } });
    await fireEvent.click(save);
    await waitFor(() =>
      expect(bridge.calls.at(-1)).toEqual({
        method: 'workspace.setPaths',
        params: {
          adminCidrs: ['10.1.0.0/24', '10.9.0.0/16'],
          ownPaths: [
            {
              title: 'tcp 22 from 192.0.2.1/32 to node1',
              from: '192.0.2.1/32',
              to: 'node1',
              protocol: 'tcp',
              port: 22,
              severity: 'blocks',
              expect: 'closed',
            },
          ],
        },
      }),
    );
  });
});
