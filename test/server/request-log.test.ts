import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { NEW_PAYMENT } from './api.ts';
import { withServer } from './in-process.ts';

interface Line {
  readonly msg: string;
  readonly [field: string]: unknown;
}

const PAN = '4242424242424242';

/** Each of these is planted in a place of its own; none may come out. */
const CANARIES = [
  PAN,
  'canaryQuery',
  'canaryBody',
  'canaryMetadata',
  'canaryHeader',
  'canaryName',
  'canaryKey',
  'sk_live_canary',
  'whsec_',
  '홍길동',
  '110-123-456789',
];

suite('request log', (test) => {
  test('a request is one line: method, route pattern, status, duration, request id and our payment id', () =>
    withServer({}, async ({ api, logged }) => {
      const { body } = await api.post('/v2/payments', NEW_PAYMENT);
      const { headers } = await api.get(`/v2/payments/${body.id}`);
      const lines = logged()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line)
        .filter(({ msg }) => msg === 'request');
      assert.is(lines.length, 2);
      const { time, pid, durationMs, ...line } = lines[1] ?? { msg: '' };
      assert.ok(Date.parse(String(time)) > 0 && pid === process.pid && Number(durationMs) >= 0);
      assert.equal(line, {
        level: 'info',
        method: 'GET',
        route: '/v2/payments/:id',
        status: 200,
        requestId: headers.get('x-request-id'),
        paymentId: body.id,
        msg: 'request',
      });
    }));

  test('nothing that a caller or a buyer sends comes out in the log', () =>
    withServer({ flags: { logLevel: 'trace' } }, async ({ server, api, key, logged }) => {
      const { body } = await api.post(
        '/v2/payments?token=canaryQuery',
        {
          ...NEW_PAYMENT,
          method: 'bank',
          description: `canaryBody 홍길동 ${PAN}`,
          metadata: { canaryKey: 'canaryMetadata', account: '110-123-456789' },
        },
        { 'x-request-id': PAN, 'x-canary': 'canaryHeader', cookie: 'canaryHeader=1' },
      );
      await api.post('/v2/webhooks', { url: 'http://127.0.0.1:9/canaryQuery', events: ['payment.created'] });
      await api.post('/v2/payments', `{"amount": "canaryBody`);
      await fetch(`${server.url}/v2/payments/sk_live_canary?x=canaryQuery`, {
        headers: { authorization: 'Bearer sk_live_canary' },
      });
      await fetch(`${server.url}/canaryName/${PAN}`);
      await fetch(`${server.url}/checkout/${body.id}?name=canaryQuery`);
      await fetch(`${server.url}/checkout/${body.id}/pay`, {
        method: 'POST',
        body: new URLSearchParams({ depositor: '홍길동', card: PAN, token: 'canaryBody' }),
      });
      await fetch(`${server.url}/sandbox/card/${PAN}`, {
        method: 'POST',
        body: new URLSearchParams({ number: PAN }),
      });
      await server.stop();
      const text = logged();
      assert.ok(text.split('\n').length > 8, 'the requests are logged');
      for (const canary of [...CANARIES, key]) assert.not.ok(text.includes(canary), `${canary} in\n${text}`);
    }));
});
