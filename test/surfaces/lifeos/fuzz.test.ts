import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, withApp } from '../../support/test-app.ts';

const RUNS = 400;

/** A good body with any field replaced by anything, or anything at all. */
const body = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc
    .tuple(fc.constantFrom('amount', 'currency', 'method', 'description', 'metadata', 'x'), fc.jsonValue())
    .map(([field, value]) => JSON.stringify({ ...NEW_PAYMENT, [field]: value })),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer().map((amount) => JSON.stringify({ ...NEW_PAYMENT, amount })),
);

const path = fc.tuple(
  fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
  fc.constantFrom(
    '/v2/payments',
    '/v2/payments/X',
    '/v2/payments/X/refund',
    '/v2/webhooks',
    '/v2/webhooks/X/deliveries',
  ),
  fc.string({ maxLength: 40 }).map(encodeURIComponent),
);

suite('LifeOS under fuzz', (test) => {
  test(
    'no body is answered by a 5xx, and every refusal has a code and a message',
    () =>
      withApp((app) =>
        fc.assert(
          fc.asyncProperty(body, async (text) => {
            const answer = await app.call('POST', '/v2/payments', { body: text });
            assert.ok(answer.status === 201 || answer.status === 400, `${answer.status} for ${text}`);
            if (answer.status === 400)
              assert.ok(
                answer.body.error.code && answer.body.error.message && answer.body.error.message !== '?',
              );
          }),
          { numRuns: RUNS },
        ),
      ),
    { limitMs: 60_000 },
  );

  test(
    'no path, id or query is answered by a 5xx',
    () =>
      withApp((app) =>
        fc.assert(
          fc.asyncProperty(path, async ([method, where, junk]) => {
            const url = `${where.replace('X', junk || 'x')}?limit=${junk}&status=${junk}&starting_after=${junk}`;
            const { status } = await app.call(method, url, method === 'GET' ? {} : { body: {} });
            assert.ok(status < 500, `${status} for ${method} ${url}`);
          }),
          { numRuns: RUNS },
        ),
      ),
    { limitMs: 60_000 },
  );
});
