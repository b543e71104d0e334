import type { Diagnostic } from '../model/diagnostic';
import type { Resource } from '../model/resource';
import { LOAD_CODES } from './diagnostic-codes';
import { locate } from './locate';
import type { Duplicate } from './settle-duplicates';
import type { SourceTexts } from './source-texts';
import { lineExcerpt, offsetOfPosition } from './source-texts';
import { writtenKind } from './written-kind';

/** One diagnostic for each object that another of different content replaces, and one per pair of files for harmless repeats. */
export function duplicateDiagnostics(duplicates: readonly Duplicate[], sources: SourceTexts): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const harmless = new Map<string, Duplicate[]>();
  for (const duplicate of duplicates) {
    if (duplicate.problem === 'conflictingObject') {
      const { dropped, kept } = duplicate;
      const message = `${title(dropped)} stands again in ${place(kept)} with other content; the later one counts, as if applied in this order.`;
      diagnostics.push(
        diagnosticOf(duplicate, sources, message, 'Keep one of the two, or load only the folder that is meant.'),
      );
    } else {
      const key = `${duplicate.problem} ${duplicate.dropped.origin.file} ${duplicate.kept.origin.file}`;
      const sameFiles = harmless.get(key);
      if (sameFiles === undefined) harmless.set(key, [duplicate]);
      else sameFiles.push(duplicate);
    }
  }
  for (const [first, ...others] of harmless.values()) {
    if (first === undefined) continue;
    diagnostics.push(diagnosticOf(first, sources, harmlessMessage(first, others.length), harmlessHelp(first)));
  }
  return diagnostics;
}

function harmlessMessage(first: Duplicate, others: number): string {
  const more = others === 0 ? '' : ` (and ${others} more of this file)`;
  return first.problem === 'storageFormTwin'
    ? `${title(first.dropped)}${more} stands in ${place(first.kept)} as the v3 API shows it; the storage form here is left out.`
    : `${title(first.dropped)}${more} stands again, unchanged, in ${place(first.kept)}; it is read once.`;
}

function harmlessHelp(first: Duplicate): string {
  return first.problem === 'storageFormTwin'
    ? 'Nothing to do: both are copies of one object.'
    : 'Nothing to do; keep one of the two to silence this.';
}

function diagnosticOf(duplicate: Duplicate, sources: SourceTexts, message: string, help: string): Diagnostic {
  const { origin } = duplicate.dropped;
  const position = locate(sources, origin, ['metadata', 'name']);
  const text = sources.get(origin.file) ?? '';
  const excerpt = lineExcerpt(text, offsetOfPosition(text, origin, position));
  return { ...LOAD_CODES[duplicate.problem], position, excerpt, message, help };
}

function title(resource: Resource): string {
  const name = resource.namespace === '' ? resource.name : `${resource.namespace}/${resource.name}`;
  return `${writtenKind(resource)} ${name}`;
}

function place(resource: Resource): string {
  return `${resource.origin.file}:${resource.origin.line}`;
}
