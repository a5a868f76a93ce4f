import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { MESSAGES } from '../../adapters/http/messages.ts';
import type { Surface } from '../../adapters/http/route.ts';
import * as core from '../../core/index.ts';
import { suite } from '../support/suite.ts';

/** Every exported state machine; by our convention the first state in a table is where its entity starts. */
const MACHINES = Object.entries(core)
  .filter(([name]) => name.endsWith('_TRANSITIONS'))
  .map(([name, table]) => ({ name, table: table as core.Transitions<string> }));

const families = readdirSync(join(import.meta.dirname, '../../adapters/http/surfaces'));

/** The surface of a family; what it is made with plays no part in its table. */
async function surfaceOf(family: string): Promise<Surface> {
  const door = (await import(`../../adapters/http/surfaces/${family}/index.ts`)) as Record<string, unknown>;
  const make = Object.entries(door).find(([name]) => name.endsWith('Surface'))?.[1];
  return (make as (ports: unknown) => Surface)({});
}

/** `POST /shops/:`: two routes with the same shape answer the same requests. */
const shapeOf = (method: string, path: string): string =>
  `${method} ${path.replace(/:[^/]+/g, ':').replace(/\/$/, '')}`;

/**
 * What a person has decided about a deposit he can decide anew: nothing about it ever ends. A domain may be lost and
 * proved again, and its name may lead here and elsewhere.
 */
const ENDLESS = [
  'DEPOSIT_TRANSITIONS',
  'DOMAIN_VERIFICATION_TRANSITIONS',
  'DOMAIN_CONFIGURATION_TRANSITIONS',
];

suite('tables', (test) => {
  test('the machines of payments, attempts and refunds are among those that are checked', () => {
    const names = MACHINES.map(({ name }) => name);
    for (const name of ['PAYMENT_TRANSITIONS', 'ATTEMPT_TRANSITIONS', 'REFUND_TRANSITIONS'])
      assert.ok(names.includes(name), name);
  });

  for (const { name, table } of MACHINES) {
    const states = Object.keys(table);
    test(`${name}: every state can be reached from the first one`, () => {
      assert.equal(core.unreachable(table, states[0] ?? ''), []);
    });

    test(`${name}: nothing follows but known states, and none follows itself or comes twice`, () => {
      for (const [from, next] of Object.entries(table)) {
        assert.is(new Set(next).size, next.length, from);
        for (const to of next) assert.ok(states.includes(to) && to !== from, `${from} → ${to}`);
      }
    });

    if (!ENDLESS.includes(name))
      test(`${name}: every state leads to a final one`, () => {
        const final = states.filter((state) => core.isFinal(table, state));
        assert.ok(final.length > 0);
        const ends = (state: string, seen: readonly string[] = []): boolean =>
          final.includes(state) ||
          (table[state] ?? []).some((next) => !seen.includes(next) && ends(next, [...seen, state]));
        assert.equal(
          states.filter((state) => !ends(state)),
          [],
        );
      });
  }

  test('every error code has a Korean and an English message', () => {
    const missing = Object.keys(core.ERROR_CODES).filter((code) => {
      const message = MESSAGES[code as core.ErrorCode];
      return !/[가-힣]/.test(message.ko) || !/[a-z]/i.test(message.en);
    });
    assert.equal(missing, []);
  });

  test('no two routes of all API families answer the same requests', async () => {
    const surfaces = await Promise.all(families.map(surfaceOf));
    const shapes = surfaces.flatMap(({ basePath, routes }) =>
      routes.map(({ method, path }) => shapeOf(method, basePath + path)),
    );
    assert.ok(shapes.length > 0);
    assert.equal(
      shapes.filter((shape, index) => shapes.indexOf(shape) !== index),
      [],
    );
  });
});
