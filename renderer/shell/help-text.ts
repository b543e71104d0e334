/** Keys that work wherever the focus is, or in the pane named, with what they do. */
export const OTHER_KEYS: readonly (readonly [string, string])[] = [
  ['/', 'Go to the find box (from a view)'],
  ['?', 'This help (from a view)'],
  ['F6', 'Next pane; with Shift, the previous one'],
  ['Esc', 'Go back on the map, close the inspector, or clear the find box'],
  ['← →', 'Walk the steps, in the step bar'],
  ['↑ ↓ Home End', 'Walk the rows, in a table'],
  ['Enter', 'Inspect the row or the connection'],
  ['← → ↑ ↓', 'Walk the nodes, on the map'],
  ['o, O', 'Walk the connections of a node, on the map'],
  ['f', 'Look at the frame around a node, as a click on the frame does'],
];

/** The words of the find box, with what they ask. */
export const FIND_TERMS: readonly (readonly [string, string])[] = [
  ['frontend', 'part of a name, of the traffic or of what decides'],
  ['state=staged', 'a state; “staged” is both that change'],
  ['step=promote', 'what a step changes: net, stage, observe, promote or remove-net'],
  ['ns=prod', 'the namespace of either end'],
  ['from=frontend', 'part of the source'],
  ['to=database', 'part of the destination'],
  ['port=8080', 'a port'],
  ['net', 'allowed by the safety net alone'],
  ['changed', 'the worlds do not all decide alike'],
  ['protected', 'it must stay open'],
];
