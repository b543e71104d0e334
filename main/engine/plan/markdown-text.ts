/** What Markdown, or GitHub after it, gives a meaning to wherever it stands. */
const MARKS = /[\\`*_[\]<>&|~#!$]/g;

/**
 * Text for the inside of a line of GitHub Markdown, also in a table: no character of it is markup, and it makes no link, mentions nobody
 * and refers to no issue (GitHub looks for those after Markdown is read; an empty comment parts them from what follows).
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(MARKS, (mark) => `\\${mark}`)
    .replaceAll('://', '\\://')
    .replace(/www(?=\.)/gi, (prefix) => `${prefix}\\`)
    .replaceAll('@', '@<!-- -->')
    .replaceAll('\\#', '\\#<!-- -->');
}

/** As `escapeMarkdown`, for the beginning of a line, where a dash or a number would begin a list. */
export function escapeMarkdownLine(text: string): string {
  return escapeMarkdown(text.trimStart())
    .replace(/^[-+=]/, (mark) => `\\${mark}`)
    .replace(/^(\d+)([.)])/, (_, digits: string, mark: string) => `${digits}\\${mark}`);
}

/** Text as code in a line, also in a table: nothing in it has a meaning to Markdown or to GitHub. */
export function codeSpan(text: string): string {
  const isPlain = /^[^`|\r\n]+$/.test(text) && text.trim() === text;
  return isPlain ? `\`${text}\`` : `<code>${escapeMarkdown(text)}</code>`;
}

/** Lines as a block of code. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}
