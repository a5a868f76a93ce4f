import ts from 'typescript';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { parse, placeOf, type Source, sources } from './sources.ts';

const LINES_MAX = 300;

const core = sources(['core']);
const ours = [...core, ...sources(['storage', 'adapters', 'test'])];

/** `path:line name` for every export without a docstring. */
function undocumented(source: Source): string[] {
  const file = parse(source);
  return file.statements
    .filter((statement) => ts.canHaveModifiers(statement) && isExported(statement))
    .filter((statement) => !isDerived(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
    .map((statement) => `${placeOf(file, statement)} ${nameOf(statement)}`);
}

/** A type that is read off a value says nothing that the value's own docstring does not. */
function isDerived(statement: ts.Statement): boolean {
  return ts.isTypeAliasDeclaration(statement) && statement.type.getText().includes('typeof ');
}

function isExported(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations[0]?.name.getText() ?? '';
  return (statement as ts.DeclarationStatement).name?.getText() ?? '';
}

/** `path:line` for every line that matches. */
function linesWith(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

suite('habits', (test) => {
  test('no file is longer than 300 lines', () => {
    const styled = sources(['adapters'], ['.css', '.js']);
    const long = [...ours, ...styled]
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > LINES_MAX)
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    assert.equal(long, []);
  });

  test('every export of core says what it promises', () => {
    const promised = core.filter(({ path }) => path !== 'core/index.ts');
    assert.equal(promised.flatMap(undocumented), []);
  });

  test('nothing is left to do without an owner', () => {
    const unowned = new RegExp('\\b(TO' + 'DO|FIX' + 'ME)\\b(?!\\(\\w)');
    assert.equal(linesWith(ours, unowned), []);
  });

  test('no test is singled out', () => {
    assert.equal(linesWith(sources(['test']), /\b(?:test|suite)\.only\b/), []);
  });

  test('files and folders have kebab-case names', () => {
    const odd = ours
      .map(({ path }) => path)
      .filter((path) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z0-9-]+)*\.ts$/.test(path));
    assert.equal(odd, []);
  });

  test('there is no drawer for things without a home', () => {
    const drawers = ours
      .map(({ path }) => path)
      .filter((path) => /(^|\/)(utils?|common|helpers?|types|misc)(\/|\.ts$)/.test(path));
    assert.equal(drawers, []);
  });
});
