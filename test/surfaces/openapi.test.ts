import * as assert from 'uvu/assert';
import { openapi } from '../../adapters/http/openapi.ts';
import { suite } from '../support/suite.ts';
import { withApp } from '../support/test-app.ts';

/** Every `$ref` in a document. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

function resolve(document: object, ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
}

suite('the OpenAPI documents', (test) => {
  test('each has every route of its family, once, under a name of its own', () =>
    withApp(async ({ surfaces }) => {
      for (const surface of surfaces) {
        const { paths } = openapi(surface, 'https://pay.example');
        const operations = Object.values(paths).flatMap((item) => Object.values(item)) as {
          operationId: string;
        }[];
        assert.is(operations.length, surface.routes.length);
        assert.is(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
      }
    }));

  test('every reference in them leads somewhere', () =>
    withApp(async ({ surfaces }) => {
      for (const surface of surfaces) {
        const document = openapi(surface, 'https://pay.example');
        const refs = refsIn(document);
        assert.ok(refs.length > 0);
        for (const ref of refs) assert.ok(resolve(document, ref), ref);
      }
    }));

  test('a parameter of a path is declared, and so is every parameter of a query', () =>
    withApp(async ({ surfaces }) => {
      for (const surface of surfaces)
        for (const [path, item] of Object.entries(openapi(surface, 'https://pay.example').paths))
          for (const operation of Object.values(item) as { parameters: { name: string; in: string }[] }[]) {
            const declared = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
            assert.equal(
              declared,
              [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
            );
          }
    }));
});
