import { Ajv2020 } from 'ajv/dist/2020.js';
import * as assert from 'uvu/assert';
import type { Surface } from '../../adapters/http/route.ts';

const ajv = new Ajv2020({ strict: false });

/**
 * Checks that answers are what the OpenAPI document says they are: every success of a known route has the route's
 * status and shape, every refusal the shape of the family's errors.
 */
export function answerChecker(surfaces: readonly Surface[]) {
  const known = surfaces.flatMap(({ basePath, routes, errorSchema }) =>
    routes.map((route) => ({
      method: route.method,
      path: new RegExp(`^${basePath}${route.path.replaceAll(/:\w+/g, '[^/]+')}$`),
      status: route.status,
      isSuccess: route.response === null ? null : ajv.compile(route.response as object),
      isError: ajv.compile(errorSchema as object),
    })),
  );
  return (method: string, url: string, answer: { status: number; body: unknown }): void => {
    const path = url.split('?')[0] ?? '';
    const route = known.find((one) => one.method === method && one.path.test(path));
    if (!route) return;
    const what = `${method} ${url}: ${answer.status}`;
    if (answer.status >= 400) assert.ok(route.isError(answer.body), `${what} has not the shape of an error`);
    else {
      assert.is(answer.status, route.status, what);
      const valid = route.isSuccess === null || route.isSuccess(answer.body);
      assert.ok(valid, `${what} ${JSON.stringify(route.isSuccess?.errors)}`);
    }
  };
}
