/** The height of the table when the window opens, in pixels. */
export const INITIAL_HEIGHT = 142;
/** The least it can be: its header and one row. */
export const LOWEST = 64;

/** What is above and below the table and must stay visible, in pixels. */
const KEPT_FOR_OTHERS = 420;

/** The nearest height that leaves the map visible. */
export function rangeOfHeight(wanted: number, windowHeight: number): number {
  const highest = Math.max(LOWEST, windowHeight - KEPT_FOR_OTHERS);
  return Math.round(Math.min(Math.max(wanted, LOWEST), highest));
}

/** The height after a key on the divider; `null` when the key does nothing to it. */
export function heightOfKey(height: number, key: string): number | null {
  switch (key) {
    case 'ArrowUp':
      return height + 16;
    case 'ArrowDown':
      return height - 16;
    case 'Home':
      return LOWEST;
    case 'End':
      return Number.MAX_SAFE_INTEGER;
    default:
      return null;
  }
}

/** The height while the divider is dragged: up makes the table higher. */
export function heightOfDrag(drag: { readonly y: number; readonly height: number }, y: number): number {
  return drag.height + drag.y - y;
}
