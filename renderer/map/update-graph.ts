import type { Core, ElementDefinition } from 'cytoscape';

/** What the graph held after the last update, by id, to tell what changed without asking Cytoscape. */
export type DrawnElements = ReadonlyMap<string, string>;

/** Makes the graph hold exactly `elements`, touching only what differs: nothing that stayed is moved or redrawn by itself. */
export function updateGraph(graph: Core, elements: readonly ElementDefinition[], drawn: DrawnElements): DrawnElements {
  const next = new Map(elements.map((element) => [element.data.id ?? '', JSON.stringify(element)]));
  graph.batch(() => {
    for (const id of drawn.keys()) if (!next.has(id)) graph.getElementById(id).remove();
    for (const element of elements) {
      const id = element.data.id ?? '';
      if (drawn.get(id) === next.get(id)) continue;
      const found = graph.getElementById(id);
      if (found.empty()) graph.add(structuredClone(element));
      else if (keepsItsPlace(found, element)) change(found, element);
      else {
        found.remove();
        graph.add(structuredClone(element));
      }
    }
  });
  return next;
}

type Found = ReturnType<Core['getElementById']>;

/** Ends and parents cannot be changed in place. */
function keepsItsPlace(found: Found, element: ElementDefinition): boolean {
  return ['source', 'target', 'parent'].every((key) => found.data(key) === element.data[key]);
}

function change(found: Found, element: ElementDefinition): void {
  const stale = Object.keys(found.data()).filter((key) => !(key in element.data));
  if (stale.length > 0) found.removeData(stale.join(' '));
  found.data(structuredClone(element.data));
  const isFrame = element.classes?.includes('frame') ?? false;
  // A frame follows its nodes; moving it by itself would move them.
  if (!isFrame && element.position !== undefined) found.position({ ...element.position });
  found.classes(typeof element.classes === 'string' ? element.classes : [...(element.classes ?? [])]);
}
