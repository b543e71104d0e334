import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { declaredNames, parseSource, testTitles, toldCodes } from './named-code';

const page = readFileSync(new URL('../../docs/semantics.md', import.meta.url), 'utf8');

/** What stands in a cell after its heading: `` `file: symbol` `` or `` `file`: title ``. */
interface Named {
  readonly row: string;
  readonly file: string;
  readonly names: readonly string[];
}

/** Rows of the tables that name a function and a test. */
const rows = page.split('\n').flatMap((line) => {
  if (!line.startsWith('|')) return [];
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  const [code, functions, tests] = [cells[1], cells.at(-3), cells.at(-2)];
  if (code === undefined || functions === undefined || tests === undefined) return [];
  return /^`[^`]+\.ts: /.test(functions) || /^`[^`]+\.test\.ts`: /.test(tests) ? [{ code, functions, tests }] : [];
});

/** `CRITERIA.protocol, notProtocol` are two fields of one object. */
const functions: readonly Named[] = rows.flatMap(({ code, functions: cell }) =>
  cell.split('; ').map((entry) => {
    const [, file = '', symbols = ''] = /^`([^`]+\.ts): ([^`]+)`$/.exec(entry) ?? [];
    const [, object = ''] = /^(\w+\.)/.exec(symbols) ?? [];
    const names = symbols.split(', ').map((symbol) => (symbol.startsWith(object) ? symbol : `${object}${symbol}`));
    return { row: code, file: `main/engine/${file}`, names };
  }),
);

const tests: readonly Named[] = rows.flatMap(({ code, tests: cell }) =>
  cell.split(/; (?=`)/).map((entry) => {
    const [, file = '', title = ''] = /^`([^`]+\.test\.ts)`: (.+)$/.exec(entry) ?? [];
    return { row: code, file: `test/main/engine/${file}`, names: [title] };
  }),
);

/** A title, or several after one another with a semicolon between them. */
function isNamed(titles: ReadonlySet<string>, text: string): boolean {
  return titles.has(text) || text.split('; ').every((title) => titles.has(title));
}

/** What a file is found to hold, each file looked at once; nothing where it is not there. */
function eachFile<T>(
  look: (source: ReturnType<typeof parseSource>) => ReadonlySet<T>,
): (file: string) => ReadonlySet<T> {
  const known = new Map<string, ReadonlySet<T>>();
  return (file) => {
    const seen =
      known.get(file) ??
      (existsSync(new URL(`../../${file}`, import.meta.url)) ? look(parseSource(file)) : new Set<T>());
    known.set(file, seen);
    return seen;
  };
}

const CATALOGUE = [
  { letter: 'N', count: 15 },
  { letter: 'S', count: 13 },
  { letter: 'H', count: 25 },
  { letter: 'R', count: 28 },
].flatMap(({ letter, count }) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`));

const surprises = rows.filter(({ tests: cell }) => cell.startsWith('`rehearse/surprises/'));

describe('docs/semantics.md', () => {
  it('names a function and a test in every row', () => {
    expect(rows.length).toBeGreaterThan(250);
    expect([...functions, ...tests].filter(({ names }) => names.includes(''))).toEqual([]);
  });

  it('names functions that are there', () => {
    const declaredIn = eachFile(declaredNames);
    const missing = functions.flatMap(({ file, names }) =>
      names.filter((name) => !declaredIn(file).has(name)).map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names tests that are there', () => {
    const titlesIn = eachFile(testTitles);
    const missing = tests.flatMap(({ file, names }) =>
      names.filter((name) => !isNamed(titlesIn(file), name)).map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has a finding for every row of the catalogue of surprises, or says why there is none', () => {
    const without = page.slice(page.indexOf('Rows without a finding of their own'));
    const excused = [...without.matchAll(/^\| ([NSHR]\d+(?:, [NSHR]\d+)*) +\|/gm)].flatMap(([, codes = '']) =>
      codes.split(', '),
    );
    const told = surprises.map(({ code }) => code);
    expect([...told, ...excused].toSorted()).toEqual(CATALOGUE.toSorted());
  });

  it('has a test for every finding of the catalogue where it is true, and where it is harmless', () => {
    const foundIn = eachFile((source) => toldCodes(source).found);
    const harmlessIn = eachFile((source) => toldCodes(source).harmless);
    const oneSided = surprises.filter(({ code, tests: cell }) => {
      const [, file = ''] = /^`([^`]+)`/.exec(cell) ?? [];
      const path = `test/main/engine/${file}`;
      return !foundIn(path).has(code) || !harmlessIn(path).has(code);
    });
    expect(oneSided).toEqual([]);
  });
});
