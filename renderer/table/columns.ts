import type { SortColumn } from '../state/window-state';

/** The columns of the edge table, from left to right. */
export const COLUMNS: readonly { readonly name: SortColumn; readonly title: string }[] = [
  { name: 'state', title: 'State' },
  { name: 'from', title: 'From' },
  { name: 'to', title: 'To' },
  { name: 'traffic', title: 'Traffic' },
  { name: 'now', title: 'Decided now by' },
  { name: 'next', title: 'Decided next by' },
];
