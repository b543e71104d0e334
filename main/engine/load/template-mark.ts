import { lineEnd, lineStart } from './source-texts';
import type { DocumentSlice } from './split-documents';

export const TEMPLATE_HELP = 'Render it first, e.g. with helm template or kustomize build, and load the output.';

/** A line, key or list item whose value begins with `{{` or `{%`. */
const TEMPLATE_MARK = /^[ \t]*(?:-[ \t]+)*(?:[\w./"'-]+:[ \t]+)?(?=\{[{%])/m;

/**
 * The offset of a template mark of the document: of the first one, or, when `near` is given, of one on its line or the line before.
 * -1 when there is none: text in double braces is common inside quoted and block scalars, where it is harmless.
 */
export function findTemplateMark(text: string, slice: DocumentSlice, near: number | undefined): number {
  let start = slice.content;
  let end = slice.end;
  if (near !== undefined) {
    const line = lineStart(text, near);
    start = Math.max(lineStart(text, Math.max(line - 1, 0)), slice.content);
    end = Math.min(lineEnd(text, near), slice.end);
  }
  const match = TEMPLATE_MARK.exec(text.slice(start, end));
  return match === null ? -1 : start + match.index + match[0].length;
}
