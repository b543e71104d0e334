import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EffectiveFailsafe, ProtectedPath, ProtectedVerdict } from '../../../main/engine/model/protected-path';
import type { PromotionMove } from '../../../main/engine/model/plan';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import LockoutView from '../../../renderer/lockout/LockoutView.svelte';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { protectedPathOf } from '../../main/engine/lockout/protected-path-of';
import { installBrowserStandIns } from '../browser-stand-ins';
import { createFakeBridge } from '../fake-bridge';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const OPEN: ProtectedVerdict = { tag: 'no-policy' };
const BLOCKED: ProtectedVerdict = { tag: 'blocked', by: 'hosts-deny', position: null };
const ABSENT: ProtectedVerdict = { tag: 'absent', why: 'no Typha is in the snapshot; fetch it: kubectl get pods -A' };

function pathWith(id: string, fields: Partial<ProtectedPath>, final: ProtectedVerdict, others = OPEN): ProtectedPath {
  return protectedPathOf({
    id,
    verdicts: { now: others, net: others, staged: others, promoted: others, final },
    ...fields,
  });
}

const ROLLBACK = pathWith('L42', { row: 'L42', theme: 'rollback', title: 'The rollback', from: '', to: '' }, BLOCKED);
const SSH = pathWith('ssh', { to: 'node1', observableBecause: 'flow logs say nothing about host endpoints' }, BLOCKED);
const DNS = pathWith(
  'dns',
  { row: 'L20', theme: 'dns', title: 'DNS from pods', traffic: 'tcp 53', observable: true },
  OPEN,
);
const TYPHA = pathWith(
  'typha',
  { row: 'L16', theme: 'data-store', title: 'Typha from a node', from: '' },
  ABSENT,
  ABSENT,
);

const LIST: EffectiveFailsafe = {
  direction: 'inbound',
  nodes: ['edge-1'],
  ports: ['tcp 179'],
  from: 'FelixConfiguration node.edge-1',
  position: null,
  lacks: ['tcp 22'],
  adds: [],
  fatal: [],
  doubt: null,
};

const MOVE: PromotionMove = {
  number: 1,
  policies: ['GlobalNetworkPolicy hosts-deny'],
  why: '',
  changes: { compared: 1, opened: 0, closed: 1, becameUndecided: 0, listed: [] },
  pathVerdicts: { ssh: { tag: 'net-only' }, dns: OPEN },
  files: [],
  rollback: [],
  commands: [],
};

const REHEARSAL: Rehearsal = {
  ...INVENTED_REHEARSAL,
  protectedPaths: [ROLLBACK, SSH, DNS, TYPHA],
  failsafe: [LIST],
  plan: { ...INVENTED_REHEARSAL.plan, promotion: { moves: [MOVE], explanation: '' } },
};

function show(): AppState {
  const app = new AppState(createFakeBridge());
  render(LockoutView, { app, rehearsal: REHEARSAL });
  return app;
}

function rowOf(name: RegExp): HTMLElement {
  return screen.getByRole('row', { name });
}

describe('the lockout view', () => {
  beforeEach(() => {
    localStorage.clear();
    installBrowserStandIns();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('says first whether the rollout can be taken back', () => {
    show();
    const strip = screen.getByRole('region', { name: 'Go or no go' });
    expect(within(strip).getByText('No go')).toBeTruthy();
    expect(strip.textContent).toContain('hosts-deny');
    expect(
      within(strip)
        .getAllByRole('listitem')
        .map((item) => item.textContent?.trim()),
    ).toEqual([
      'now ✓Allowed: no policy',
      'with the safety net ✓Allowed: no policy',
      'while staged ✓Allowed: no policy',
      'once promoted ✓Allowed: no policy',
      'after the rollout ✕Blocked',
    ]);
  });

  it('groups paths by theme, in words that a screen reader has too', () => {
    show();
    expect(rowOf(/^Login to nodes 1 path, 1 not as it must be after the rollout/)).toBeTruthy();
    expect(rowOf(/^L01 SSH to a node 10.1.0.0\/24 → node1 tcp 22 no /).textContent).toContain('Blocked');
    expect(rowOf(/^L20 DNS from pods .* tcp 53 yes /)).toBeTruthy();
  });

  it('finds rows by what is typed, from the keyboard alone', async () => {
    show();
    await fireEvent.keyDown(screen.getByRole('grid'), { key: '/' });
    const find = screen.getByRole('searchbox', { name: 'Find protected paths' });
    expect(document.activeElement).toBe(find);
    await fireEvent.input(find, { target: { value: 'dns' } });
    expect(screen.queryByRole('row', { name: /SSH to a node/ })).toBeNull();
    expect(rowOf(/DNS from pods/)).toBeTruthy();
    await fireEvent.keyDown(find, { key: 'Escape' });
    expect(rowOf(/SSH to a node/)).toBeTruthy();
  });

  it('walks its rows with the arrows and opens one with Enter', async () => {
    const app = show();
    const first = rowOf(/SSH to a node/);
    first.focus();
    await fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rowOf(/DNS from pods/));
    await fireEvent.keyDown(rowOf(/DNS from pods/), { key: 'Enter' });
    expect(app.window.selection).toEqual({ tag: 'path', path: 'dns' });
  });

  it('shows the verdict after every promoted policy, named by its number', async () => {
    show();
    await fireEvent.click(screen.getByLabelText('By promoted policy'));
    expect(screen.getByRole('columnheader', { name: /^1 ?: GlobalNetworkPolicy hosts-deny$/ })).toBeTruthy();
    expect(rowOf(/SSH to a node/).textContent).toContain('Safety net only');
    expect(screen.getByText('GlobalNetworkPolicy hosts-deny', { selector: 'li' })).toBeTruthy();
  });

  it('keeps apart what was not checked, with its reason and the command that fetches it', () => {
    show();
    expect(screen.queryByRole('row', { name: /Typha/ })).toBeNull();
    expect(screen.getByText('no Typha is in the snapshot.')).toBeTruthy();
    expect(screen.getByText('kubectl get pods -A')).toBeTruthy();
  });

  it('lists failsafe ports with their origin and each difference from the built-in list', () => {
    show();
    const table = screen.getByRole('table', { name: 'Failsafe ports after the rollout' });
    const [, row] = within(table).getAllByRole('row');
    const cells = row === undefined ? [] : within(row).getAllByRole('cell');
    expect(cells.map((cell) => cell.textContent?.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'edge-1',
      'tcp 179',
      '− without tcp 22',
      'FelixConfiguration node.edge-1',
    ]);
  });
});
