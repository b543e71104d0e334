import { escapeMarkup } from './svg-text';

/** Elements that have no content and no end tag. */
const VOID: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'meta']);

/** One element of a page. Attributes are escaped here; children are HTML already. */
export function html(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  const start = `<${name}${written.join('')}>`;
  return VOID.has(name) ? start : `${start}${children.join('')}</${name}>`;
}

export interface Page {
  readonly title: string;
  /** The style sheet. */
  readonly style: string;
  /** HTML. */
  readonly body: readonly string[];
}

/** What the page may load: nothing but its own style and pictures inside it. No script, no request, no form. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A whole page in one file. It runs nothing and asks for nothing. */
export function writePage({ title, style, body }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    html('meta', { charset: 'utf-8' }),
    html('meta', { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY }),
    html('meta', { name: 'referrer', content: 'no-referrer' }),
    html('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    html('meta', { name: 'color-scheme', content: 'light dark' }),
    html('title', {}, [escapeMarkup(title)]),
    `<style>\n${style}</style>`,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
