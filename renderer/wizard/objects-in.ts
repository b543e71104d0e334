/**
 * What the objects of a change file are called: `NetworkPolicy prod/web`, sorted. A staged policy is called like the one it becomes, so
 * that both are recognised as the same. Reads the layout that the engine writes; of anything else it names what it can.
 */
export function objectsIn(text: string): readonly string[] {
  return text
    .split(/^---\s*$/m)
    .flatMap((document) => {
      const kind = field(document, /^kind: (.+)$/m);
      const name = field(document, /^ {2}name: (.+)$/m);
      if (kind === '' || name === '') return [];
      const namespace = field(document, /^ {2}namespace: (.+)$/m);
      return [`${enforcedKind(kind)} ${namespace === '' ? '' : `${namespace}/`}${name}`];
    })
    .toSorted();
}

function field(document: string, pattern: RegExp): string {
  return (pattern.exec(document)?.[1] ?? '').trim().replaceAll(/^['"]|['"]$/g, '');
}

function enforcedKind(kind: string): string {
  return kind.replace(/^Staged(Kubernetes)?/, '');
}
