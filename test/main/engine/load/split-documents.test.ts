import { describe, expect, it } from 'vitest';
import { splitDocuments } from '../../../../main/engine/load/split-documents';

function texts(text: string): readonly string[] {
  return splitDocuments(text).map((slice) => text.slice(slice.start, slice.end));
}

describe('a file is cut into documents', () => {
  it('at lines that begin with ---, which belong to the document behind them', () => {
    expect(texts('a: 1\n---\nb: 2\n--- # c\nc: 3\n')).toEqual(['a: 1\n', '---\nb: 2\n', '--- # c\nc: 3\n']);
  });

  it('and not at dashes inside a line or a longer run of dashes', () => {
    expect(texts('a: x\n  ---\nb: y\n----\n')).toEqual(['a: x\n  ---\nb: y\n----\n']);
  });

  it('with comments and directives before the first marker left to the document behind it', () => {
    expect(texts('# licence\n\n---\na: 1\n')).toEqual(['# licence\n\n---\na: 1\n']);
    expect(texts('%YAML 1.2\n---\na: 1\n')).toEqual(['%YAML 1.2\n---\na: 1\n']);
  });

  it('with Windows line ends', () => {
    expect(texts('a: 1\r\n---\r\nb: 2\r\n')).toEqual(['a: 1\r\n', '---\r\nb: 2\r\n']);
  });

  it('at the section lines of calicoctl datastore migrate export, which belong to nobody', () => {
    expect(texts('a: 1\n===\n{"b": 2}\n===\n{"c": 3}\n')).toEqual(['a: 1\n', '\n{"b": 2}\n', '\n{"c": 3}\n']);
  });

  it('with the container logs of a cluster-info dump marked as such', () => {
    const text =
      '{}\n==== START logs for container a of pod b/c ====\nfoo\n==== END logs for container a of pod b/c ====\n{}\n';
    const slices = splitDocuments(text).map((slice) => [text.slice(slice.start, slice.end).trim(), slice.log]);
    expect(slices).toEqual([
      ['{}', false],
      ['foo', true],
      ['{}', false],
    ]);
  });
});
