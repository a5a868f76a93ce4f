import ts from 'typescript';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { badImports, importsOf, nodesOf, parse, placeOf, type Source, sources } from './sources.ts';

const core = sources(['core']);
const storage = sources(['storage']);
const adapters = sources(['adapters']);

const isPackage = (imported: string): boolean => !/^(core|storage|adapters|test)\//.test(imported);

/** `path:line found` for everything in these files that makes a function's answer depend on more than its input. */
function impurities(files: readonly Source[], forbidden: (found: string) => boolean): string[] {
  return files.flatMap((source) => {
    const file = parse(source);
    return [...nodesOf(file)]
      .filter((node) => ts.isPropertyAccessExpression(node) || isBareNewDate(node))
      .filter((node) => forbidden(node.getText(file)))
      .map((node) => `${placeOf(file, node)} ${node.getText(file)}`);
  });
}

function isBareNewDate(node: ts.Node): boolean {
  return ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
}

const isImpure = (found: string): boolean =>
  /^(Date\.now|Math\.random|process\.|console\.|globalThis\.|crypto\.|new Date(?:\(\)|$))/.test(found);

suite('boundaries', (test) => {
  test('core imports nothing but itself and node:crypto', () => {
    const bad = badImports(core, (imported) => imported.startsWith('core/') || imported === 'node:crypto');
    assert.equal(bad, []);
  });

  test('core takes hashes from node:crypto and no randomness', () => {
    const bad = core.flatMap((source) =>
      [...nodesOf(parse(source))]
        .filter(ts.isImportDeclaration)
        .filter((node) => node.moduleSpecifier.getText().includes('node:crypto'))
        .filter((node) => /random|webcrypto|\* as/i.test(node.getText()))
        .map(() => source.path),
    );
    assert.equal(bad, []);
  });

  test('storage imports core only through its door, and no adapter', () => {
    const bad = badImports(
      storage,
      (imported) => isPackage(imported) || imported === 'core/index.ts' || imported.startsWith('storage/'),
    );
    assert.equal(bad, []);
  });

  test('adapters import core only through its door, and storage only where a server is put together', () => {
    const bad = badImports(
      adapters,
      (imported, from) =>
        isPackage(imported) ||
        imported === 'core/index.ts' ||
        imported.startsWith('adapters/') ||
        (imported === 'storage/index.ts' && from.startsWith('adapters/server/')),
    );
    assert.equal(bad, []);
  });

  test('the API families do not import each other', () => {
    const family = (path: string): string | undefined =>
      /^adapters\/http\/surfaces\/(lifeos|lunepay|korea-checkout|ipay)\//.exec(path)?.[1];
    const bad = badImports(adapters, (imported, from) => {
      const [own, other] = [family(from), family(imported)];
      return !own || !other || own === other;
    });
    assert.equal(bad, []);
  });

  test('only one file imports jose', () => {
    const importers = [...core, ...storage, ...adapters].filter((file) => importsOf(file).includes('jose'));
    const bad = importers.map(({ path }) => path).filter((path) => path !== 'adapters/tokens/jose-tokens.ts');
    assert.equal(bad, []);
  });

  test('nothing outside of test imports from test', () => {
    const bad = badImports([...core, ...storage, ...adapters], (imported) => !imported.startsWith('test/'));
    assert.equal(bad, []);
  });

  test('core and storage know no clock, no chance, no environment and no console', () => {
    assert.equal(impurities([...core, ...storage], isImpure), []);
  });

  test('core does not even measure how long something takes', () => {
    assert.equal(
      impurities(core, (found) => found.startsWith('performance.')),
      [],
    );
  });

  test('only the server configuration reads the environment', () => {
    const others = adapters.filter(({ path }) => path !== 'adapters/server/config.ts');
    assert.equal(
      impurities(others, (found) => found === 'process.env'),
      [],
    );
  });
});
