import { describe, expect, it } from 'vitest';
import { codeBlock, codeSpan, escapeMarkdown, escapeMarkdownLine } from '../../../../main/engine/plan/markdown-text';

describe('a name in Markdown', () => {
  it.each([
    ['app == "web" && !has(role)', 'app == "web" \\&\\& \\!has(role)'],
    ['a|b\nc', 'a\\|b c'],
    ['see http://x and www.x', 'see http\\://x and www\\.x'],
    ['@ada, #5', '@<!-- -->ada, \\#<!-- -->5'],
  ])('%j is text, whatever it holds', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it.each([
    ['- no item', '\\- no item'],
    ['1. no number', '1\\. no number'],
    ['12) no number', '12\\) no number'],
    [' = no heading', '\\= no heading'],
    ['plain', 'plain'],
  ])('%j begins no list and no heading', (text, escaped) => {
    expect(escapeMarkdownLine(text)).toBe(escaped);
  });

  it.each([
    ['default-deny', '`default-deny`'],
    ['a|b', '<code>a\\|b</code>'],
    ['a`b', '<code>a\\`b</code>'],
    [' a ', '<code> a </code>'],
    ['', '<code></code>'],
  ])('%j is code in a line, also in a table', (text, code) => {
    expect(codeSpan(text)).toBe(code);
  });

  it('is a block of code whose fence it cannot close', () => {
    expect(codeBlock('kubectl get pods', 'sh')).toBe('```sh\nkubectl get pods\n```');
    expect(codeBlock('a\n````\nb\n', '')).toBe('`````\na\n````\nb\n`````');
  });
});
