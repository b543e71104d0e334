import { readFileSync } from 'node:fs';
import ts from 'typescript';

const ROOT = new URL('../../', import.meta.url);

/** `path` is relative to the root of the project. */
export function parseSource(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(new URL(path, ROOT), 'utf8'), ts.ScriptTarget.ESNext, true);
}

/** What a file declares at its top: functions, constants, types; of an object also its fields, as `OBJECT.field`. */
export function declaredNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) names.add(statement.name.text);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      names.add(name.getText());
      for (const field of fieldsOf(initializer)) names.add(`${name.getText()}.${field}`);
    }
  }
  return names;
}

function fieldsOf(value: ts.Expression | undefined): readonly string[] {
  if (value !== undefined && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value)))
    return fieldsOf(value.expression);
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap(({ name }) => (name === undefined ? [] : [name.getText()]));
}

/** The titles of the tests of a file, as they are written: `it('title', …)`, `it.each(…)('title', …)`. */
export function testTitles(source: ts.SourceFile): ReadonlySet<string> {
  return new Set(
    callsIn(source).flatMap(({ expression, arguments: [title] }) =>
      title !== undefined && ts.isStringLiteralLike(title) && isTest(expression) ? [title.text] : [],
    ),
  );
}

/** `it`, and what is made of it: `it.each(…)`, `it.skipIf(…)`. */
function isTest(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return called.text === 'it';
  if (ts.isCallExpression(called) || ts.isPropertyAccessExpression(called)) return isTest(called.expression);
  return ts.isTaggedTemplateExpression(called) && isTest(called.tag);
}

/** Codes of findings that a file expects, and those that it expects not to be told: `expect(told('R1', …)).toEqual([…])`. */
export function toldCodes(source: ts.SourceFile): {
  readonly found: ReadonlySet<string>;
  readonly harmless: ReadonlySet<string>;
} {
  const found = new Set<string>();
  const harmless = new Set<string>();
  for (const {
    expression,
    arguments: [answer],
  } of callsIn(source)) {
    const [, code] = /^expect\(\s*told\('(\w+)',/.exec(expression.getText()) ?? [];
    if (code === undefined || answer === undefined || !ts.isArrayLiteralExpression(answer)) continue;
    (answer.elements.length > 0 ? found : harmless).add(code);
  }
  return { found, harmless };
}

function callsIn(source: ts.SourceFile): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}
