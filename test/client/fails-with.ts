import * as assert from 'uvu/assert';
import { KoreaCheckoutError } from '../../adapters/client/index.ts';

/** Asserts that a call of the client fails with this code. Answers the error. */
export async function failsWith(code: string, call: Promise<unknown>): Promise<KoreaCheckoutError> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof KoreaCheckoutError)) throw error;
    assert.is(error.code, code, `${error.code}: ${error.message}`);
    return error;
  }
  throw new Error(`nothing failed; ${code} was expected`);
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was rejected');
}
