import * as assert from 'uvu/assert';
import {
  assertRepeatable,
  IDEMPOTENCY_LEASE_MS,
  IDEMPOTENCY_LIFETIME_MS,
  type IdempotencyRecord,
  requestHash,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { NOW, SCOPE } from '../examples.ts';

const HASH = requestHash('/v2/payments', '{"amount":29900}');
const OTHER = requestHash('/v2/payments', '{"amount":29901}');
const ANSWER = { status: 201, body: '{"id":"pay_1"}' };

function aRecord(change: Partial<IdempotencyRecord> = {}): IdempotencyRecord {
  return {
    ...SCOPE,
    key: 'order-1',
    requestHash: HASH,
    subjectId: 'pay_1',
    answer: null,
    leaseUntil: NOW + IDEMPOTENCY_LEASE_MS,
    expiresAt: NOW + IDEMPOTENCY_LIFETIME_MS,
    ...change,
  };
}

suite('a key that was seen before', (test) => {
  const answered = aRecord({ answer: ANSWER });

  test('the same request may have the first answer again', () => assertRepeatable(answered, HASH, NOW));

  test('it may have it while the lease still runs, and long after', () => {
    assertRepeatable({ ...answered, leaseUntil: NOW + 1 }, HASH, NOW);
    assertRepeatable(answered, HASH, NOW + IDEMPOTENCY_LIFETIME_MS - 1);
  });

  test('a request that is still running is waited for', () => {
    const refusal = throwsWith('idempotency_in_progress', () =>
      assertRepeatable(aRecord(), HASH, NOW + IDEMPOTENCY_LEASE_MS - 1),
    );
    assert.is(refusal.kind, 'conflict');
  });

  test('an interrupted request may be taken up again as soon as its lease is over', () => {
    assertRepeatable(aRecord(), HASH, NOW + IDEMPOTENCY_LEASE_MS);
  });

  for (const [state, change] of [
    ['answered', { answer: ANSWER }],
    ['running', {}],
    ['interrupted', { leaseUntil: NOW - 1 }],
  ] as const)
    test(`another request under the key of one that is ${state} is refused`, () => {
      throwsWith('idempotency_key_reuse', () => assertRepeatable(aRecord(change), OTHER, NOW));
    });
});

suite('what makes two requests the same', (test) => {
  test('the same path and the same bytes', () => {
    assert.is(requestHash('/v2/payments', Buffer.from('{"amount":29900}')), HASH);
  });

  for (const [path, body] of [
    ['/v2/payments', '{"amount": 29900}'],
    ['/v2/payments', ''],
    ['/v2/payments/', '{"amount":29900}'],
    ['/v2/payments?x=1', '{"amount":29900}'],
    ['/v2/payments{"amount"', ':29900}'],
  ] as const)
    test(`${path} with ${body || 'no body'} is another request`, () => {
      assert.is.not(requestHash(path, body), HASH);
    });

  test('a hash tells nothing of the body', () => assert.match(HASH, /^[0-9a-f]{64}$/));
});
