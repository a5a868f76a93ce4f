import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';

suite('failing', (test) => {
  test('one and one is two', () => assert.is(1 + 1, 2));
  test('one and one is three', () => assert.is(1 + 1, 3));
  test('what is thrown is no Error', () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the very thing that is tried here
    throw 'just a text';
  });
  test('a promise is refused', () => Promise.reject(new Error('refused')));
});
