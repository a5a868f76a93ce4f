import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import * as core from '../../core/index.ts';
import { suite } from '../support/suite.ts';

/** Every exported state machine; by our convention the first state in a table is where its entity starts. */
const MACHINES = Object.entries(core)
  .filter(([name]) => name.endsWith('_TRANSITIONS'))
  .map(([name, table]) => ({ name, table: table as core.Transitions<string> }));

/** What a module of the adapters exports; null while it is not there yet. */
async function adapter(path: string): Promise<Record<string, unknown> | null> {
  const whole = join(import.meta.dirname, '../../adapters', path);
  return existsSync(whole) ? ((await import(whole)) as Record<string, unknown>) : null;
}

interface Row {
  readonly method: string;
  readonly path: string;
}

/** `POST /shops/:`: two routes with the same shape answer the same requests. */
const shapeOf = ({ method, path }: Row): string =>
  `${method.toUpperCase()} ${path.replace(/:[^/]+|\{[^/]+\}/g, ':').replace(/\/$/, '')}`;

const messages = (await adapter('http/messages.ts'))?.['MESSAGES'];
const allRoutes = (await adapter('http/surfaces/all-routes.ts'))?.['allRoutes'];

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

  if (messages)
    test('every error code has a Korean and an English message', () => {
      const known = messages as Record<string, { ko?: string; en?: string } | undefined>;
      const missing = Object.keys(core.ERROR_CODES).filter(
        (code) => !/[가-힣]/.test(known[code]?.ko ?? '') || !/[a-z]/i.test(known[code]?.en ?? ''),
      );
      assert.equal(missing, []);
    });
  else test.skip('every error code has a Korean and an English message', 'no adapters/http/messages.ts yet');

  if (allRoutes)
    test('no two routes of all API families answer the same requests', () => {
      const rows = (allRoutes as () => readonly Row[])();
      assert.ok(rows.length > 0);
      const shapes = rows.map(shapeOf);
      assert.equal(
        shapes.filter((shape, index) => shapes.indexOf(shape) !== index),
        [],
      );
    });
  else test.skip('no two routes of all API families answer the same requests', 'no all-routes.ts yet');
});
