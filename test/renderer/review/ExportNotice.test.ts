import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exported } from '../../../preload/contract';
import App from '../../../renderer/shell/App.svelte';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge } from '../fake-bridge';

vi.mock('../../../renderer/map/Map.svelte', async () => import('../shell/MapStandIn.svelte'));
vi.mock('../../../renderer/review/rasterise-svg', () => ({
  rasteriseSvg: async (svg: string) => btoa(String(svg.length)),
}));

const FILES = ['index.html', 'map-after.png'];

async function exportPack(exported: Exported | null) {
  const bridge = createFakeBridge({ 'review.export': () => exported });
  const app = new AppState(bridge);
  render(App, { app, bridge });
  await fireEvent.click(await screen.findByRole('button', { name: /Ship it safely/ }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Rehearse' }));
  await screen.findByRole('grid', { name: 'Connections' });
  await waitFor(() => expect(app.task).toBeNull());
  await fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await fireEvent.click(screen.getByRole('button', { name: /^Export review pack/ }));
  await waitFor(() => expect(bridge.calls.at(-1)?.method).toBe('review.export'));
  return { app, bridge };
}

describe('the export', () => {
  const made: Blob[] = [];
  const clicked: string[] = [];

  beforeEach(() => {
    localStorage.clear();
    installBrowserStandIns();
    made.length = 0;
    clicked.length = 0;
    URL.createObjectURL = (blob) => {
      made.push(blob as Blob);
      return `blob:test/${made.length}`;
    };
    URL.revokeObjectURL = () => undefined;
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      clicked.push(`${this.download} ${this.href}`);
    });
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('sends pictures of the map and saves the archive that comes back, once', async () => {
    const { bridge } = await exportPack({ tag: 'archive', name: 'shop.zip', files: FILES, base64: btoa('zip') });
    expect(await screen.findByText('Review pack: 2 files in shop.zip.')).toBeTruthy();
    expect(bridge.calls.at(-1)?.params).toMatchObject({
      what: 'pack',
      pictures: [{ name: 'map-before.png' }, { name: 'map-after.png' }],
    });
    await waitFor(() => expect(clicked).toEqual(['shop.zip blob:test/1']));
    expect(made[0]).toMatchObject({ type: 'application/zip', size: 3 });
  });

  it('names the folder, with nothing to save', async () => {
    await exportPack({ tag: 'folder', name: 'shop-review', files: FILES });
    expect(await screen.findByText('Review pack: 2 files written to shop-review.')).toBeTruthy();
    expect(clicked).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/^Review pack/)).toBeNull();
  });

  it('says nothing when the dialog was cancelled', async () => {
    const { app } = await exportPack(null);
    await waitFor(() => expect(app.task).toBeNull());
    expect(app.failure).toBeNull();
    expect(screen.queryByText(/^Review pack:/)).toBeNull();
  });
});
