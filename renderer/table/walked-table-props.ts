import type { Snippet } from 'svelte';

/** What a long table of rows is told; `td` and `th` elements come from who shows it. */
export interface WalkedTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: number;
  /** Place of the selected row; −1 for none. */
  readonly selected: number;
  /** What tells a row from the others, also for whoever looks for it in the page: `data-key`. */
  readonly keyOf: (row: Row) => string;
  /** The colour behind the row while it is selected. */
  readonly washOf: (row: Row) => string;
  readonly onselect: (row: Row) => void;
  /** `col` elements, where widths are given by them. */
  readonly widths?: Snippet;
  /** `th` elements. */
  readonly head: Snippet;
  /** `td` elements. */
  readonly cells: Snippet<[Row]>;
  /** Below the head, where there is no row. */
  readonly empty: Snippet;
}
