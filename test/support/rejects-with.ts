import * as assert from 'uvu/assert';
import { DomainError, type ErrorCode } from '../../core/index.ts';

/** Asserts that a promise, or what a function does, ends with a refusal of this code. Answers the refusal. */
export async function rejectsWith(
  code: ErrorCode,
  promiseOrFn: Promise<unknown> | (() => unknown),
): Promise<DomainError> {
  try {
    await (typeof promiseOrFn === 'function' ? promiseOrFn() : promiseOrFn);
  } catch (error) {
    return expected(code, error);
  }
  return missing(code);
}

/** The same for functions that refuse at once: rules. */
export function throwsWith(code: ErrorCode, fn: () => unknown): DomainError {
  try {
    fn();
  } catch (error) {
    return expected(code, error);
  }
  return missing(code);
}

function expected(code: ErrorCode, error: unknown): DomainError {
  if (!(error instanceof DomainError)) throw error;
  assert.is(error.code, code, `refused with ${error.code} (${error.message}), not with ${code}`);
  return error;
}

function missing(code: ErrorCode): never {
  assert.unreachable(`nothing was refused; ${code} was expected`);
  throw new Error('unreachable');
}
