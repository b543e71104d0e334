/** The panes of the window in the order that F6 walks, as values of `data-pane`. */
const PANES = ['steps', 'rail', 'toolbar', 'view', 'inspector', 'table', 'status'] as const;

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select, summary, [tabindex]:not([tabindex="-1"])';

/** Moves the focus to the first thing in the next pane (`direction` 1) or the previous one (−1) that has any. */
export function focusNextPane(root: ParentNode, from: Element | null, direction: 1 | -1): void {
  const panes = PANES.flatMap((name) => [...root.querySelectorAll<HTMLElement>(`[data-pane="${name}"]`)]);
  const own = from?.closest('[data-pane]');
  const current = panes.findIndex((pane) => pane === own);
  for (let walked = 1; walked <= panes.length; walked += 1) {
    const start = current < 0 && direction < 0 ? 0 : current;
    const pane = panes[(start + direction * walked + panes.length * 2) % panes.length];
    const target = pane === undefined ? null : focusTarget(pane);
    if (target !== null) {
      target.focus();
      return;
    }
  }
}

function focusTarget(pane: HTMLElement): HTMLElement | null {
  if (pane.getClientRects().length === 0) return null;
  // A pane may stand inside another: each answers for what is its own.
  const own = [...pane.querySelectorAll<HTMLElement>(FOCUSABLE)].find((item) => item.closest('[data-pane]') === pane);
  return own ?? (pane.hasAttribute('tabindex') ? pane : null);
}
