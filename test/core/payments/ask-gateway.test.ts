import * as assert from 'uvu/assert';
import type { Log } from '../../../core/index.ts';
import { askGateway } from '../../../core/payments/ask-gateway.ts';
import { suite } from '../../support/suite.ts';

/** A log that remembers its messages. */
function memoryLog(): { log: Log; told: string[] } {
  const told: string[] = [];
  const tell = (fields: object, message: string): void =>
    void told.push(`${message} ${JSON.stringify(fields)}`);
  return { told, log: { info: tell, warn: tell, error: tell } };
}

suite('asking a gateway', (test) => {
  test('its answer is the answer, and nothing is logged', async () => {
    const { log, told } = memoryLog();
    assert.is(await askGateway(log, () => Promise.resolve('paid'), 'unknown'), 'paid');
    assert.equal(told, []);
  });

  test('one that never answers has not answered', async () => {
    const { log, told } = memoryLog();
    assert.is(await askGateway(log, () => new Promise<string>(() => {}), 'unknown', 5), 'unknown');
    assert.match(told.join(), 'a gateway did not answer');
  });

  test('one that throws has not answered, and its words are not logged', async () => {
    const { log, told } = memoryLog();
    const ask = () => Promise.reject<string>(new TypeError('card 4242424242424242'));
    assert.is(await askGateway(log, ask, 'unknown'), 'unknown');
    assert.equal(told, ['a gateway threw {"error":"TypeError"}']);
  });
});
