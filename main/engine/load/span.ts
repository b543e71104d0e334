/**
 * Where an object stands in a text: `[start, end)`. `items` are the members of a list: of the root when it is an array,
 * of its field `items` when it is a mapping; each of them may be a list in turn.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly items: readonly Span[];
}
