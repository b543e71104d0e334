import { lineEnd, lineStart } from './source-texts';
import type { DocumentSlice } from './split-documents';

export const TEMPLATE_HELP = 'Render it first, e.g. with helm template or kustomize build, and load the output.';

/** A line, key or list item whose value begins with `{{` or `{%`. */
const TEMPLATE_MARK = /^[ \t]*(?:-[ \t]+)*(?:[\w./"'-]+:[ \t]+)?(?=\{[{%])/m;

/** How many lines may lie between a mark and the place where the parser gave up because of it. */
const REACH = 2;

/**
 * The offset of a template mark of the document: of the first one, or, when `near` is given, of one within two lines before it or
 * one behind it. -1 when there is none: text in double braces is common inside quoted and block scalars, where it is harmless.
 */
export function findTemplateMark(text: string, slice: DocumentSlice, near: number | undefined): number {
  let start = slice.content;
  let end = slice.end;
  if (near !== undefined) {
    start = lineStart(text, near);
    for (let lines = 0; lines < REACH && start > slice.content; lines++) start = lineStart(text, start - 1);
    start = Math.max(start, slice.content);
    end = Math.min(lineEnd(text, Math.min(lineEnd(text, near) + 2, text.length)), slice.end);
  }
  const match = TEMPLATE_MARK.exec(text.slice(start, end));
  return match === null ? -1 : start + match.index + match[0].length;
}
