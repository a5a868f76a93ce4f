import * as assert from 'uvu/assert';
import { DomainError, ERROR_CODES, type ErrorCode, isRefusal } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

suite('errors', (test) => {
  test('the kind of a refusal follows from its code', () => {
    for (const [code, kind] of Object.entries(ERROR_CODES))
      assert.is(new DomainError(code as ErrorCode, 'no').kind, kind);
  });

  test('a refusal carries its message, its details and its cause', () => {
    const cause = new Error('the disk is full');
    const error = new DomainError('storage_unavailable', 'not now', { table: 'payment' }, cause);
    assert.equal(
      [error.name, error.message, error.details, error.cause],
      ['DomainError', 'not now', { table: 'payment' }, cause],
    );
    assert.not('cause' in new DomainError('forbidden', 'no'));
  });

  test('a refusal is known by its code, and other errors are none', () => {
    const error = new DomainError('stale_write', 'moved on');
    assert.ok(isRefusal(error, 'not_found', 'stale_write'));
    assert.not(isRefusal(error, 'not_found'));
    assert.not(isRefusal(new Error('stale_write'), 'stale_write'));
    assert.not(isRefusal({ code: 'stale_write' }, 'stale_write'));
  });
});
