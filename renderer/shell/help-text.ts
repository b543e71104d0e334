/** Keys that work wherever the focus is, or in the pane named, with what they do. */
export const OTHER_KEYS: readonly (readonly [string, string])[] = [
  ['/', 'Go to the find box (from a view)'],
  ['?', 'This help (from a view)'],
  ['F6', 'Next pane; with Shift, the previous one'],
  ['Esc', 'Close the inspector, or clear the find box'],
  ['← →', 'Walk the steps, in the step bar'],
  ['↑ ↓ Home End', 'Walk the rows, in a table'],
  ['Enter', 'Inspect the row or the connection'],
];

/** The words of the find box, with what they ask. */
export const FIND_TERMS: readonly (readonly [string, string])[] = [
  ['frontend', 'part of a name, of the traffic or of what decides'],
  ['state=staged', 'a state; “staged” is both that change'],
  ['ns=prod', 'the namespace of either end'],
  ['from=frontend', 'part of the source'],
  ['to=database', 'part of the destination'],
  ['port=8080', 'a port'],
  ['net', 'allowed by the safety net alone'],
  ['changed', 'the worlds do not all decide alike'],
  ['protected', 'it must stay open'],
];
