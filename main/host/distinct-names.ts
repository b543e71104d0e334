/** The same names, later ones of the same spelling told apart: `a`, `b`, `a-2`. A suffix stays at the end: `a.json`, `a-2.json`. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    const stem = dot > 0 ? name.slice(0, dot) : name;
    let distinct = name;
    for (let count = 2; taken.has(distinct); count += 1) distinct = `${stem}-${count}${name.slice(stem.length)}`;
    taken.add(distinct);
    return distinct;
  });
}
