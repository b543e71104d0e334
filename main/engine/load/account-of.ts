import type { DocumentFate, FileAccount } from '../model/accounting';
import type { Resource } from '../model/resource';
import { titleOfKind } from './count-objects';
import type { DocumentReading, FileReading } from './read-file';

/** What became of a file and its documents. `kept`: by resource that is left out, the one that stands for it. */
export function accountOf(reading: FileReading, kept: ReadonlyMap<Resource, Resource>): FileAccount {
  return {
    role: reading.role,
    path: reading.path,
    bytes: reading.bytes,
    fate: reading.fate,
    why: reading.why,
    documents: reading.documents.map((document) => ({ line: document.line, fate: fateOf(document, kept) })),
  };
}

function fateOf(document: DocumentReading, kept: ReadonlyMap<Resource, Resource>): DocumentFate {
  if (document.notRead !== null) return document.notRead;
  const resources = document.outcomes.flatMap((outcome) => (outcome.tag === 'resource' ? [outcome.resource] : []));
  const loaded = resources.filter((resource) => !kept.has(resource));
  if (loaded.length > 0) return { tag: 'loaded', kind: commonKind(loaded), count: loaded.length };
  const rejected = document.outcomes.find((outcome) => outcome.tag === 'rejected');
  if (rejected !== undefined) return { tag: 'rejected', why: rejected.why };
  const winner = resources[0] === undefined ? undefined : kept.get(resources[0]);
  if (winner !== undefined) {
    return { tag: 'ignored', why: `the same object stands in ${winner.origin.file}:${winner.origin.line}` };
  }
  const ignored = document.outcomes.find((outcome) => outcome.tag === 'ignored');
  return { tag: 'ignored', why: ignored?.why ?? 'an empty list' };
}

function commonKind(resources: readonly Resource[]): string {
  const kinds = new Set(resources.map(titleOfKind));
  const [first] = kinds;
  return kinds.size === 1 && first !== undefined ? first : 'v1 List';
}
