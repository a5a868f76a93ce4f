import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { standardSignature } from '../../core/index.ts';
import { NEW_PAYMENT } from '../server/api.ts';
import { startFile } from '../server/cli-process.ts';
import { withServer } from '../server/in-process.ts';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { freePort } from './free-port.ts';

const FILE = fileURLToPath(new URL('./receive-webhooks.ts', import.meta.url));

/** The example with this secret, on a free port. */
async function withExample(
  secret: string,
  use: (example: { url: string; line: (pattern: RegExp) => Promise<string> }) => Promise<void>,
): Promise<void> {
  await withFolder(async (cwd) => {
    const example = startFile(FILE, [secret, await freePort()], { cwd });
    try {
      const url = (await example.line(/^receiving webhooks on/)).split(' ').at(-1) ?? '';
      await use({ url, line: example.line });
    } finally {
      example.child.kill('SIGKILL');
      await example.ended;
    }
  });
}

suite('the webhook receiver of the README', (test) => {
  test('it is short enough to be read at a glance', () => {
    assert.ok(readFileSync(FILE, 'utf8').trim().split('\n').length <= 25);
  });

  test('it takes what the server signs', () =>
    withServer({}, async ({ api: caller }) => {
      // The secret is known once the endpoint is registered, and the endpoint's URL once the example listens.
      const registered = await caller.post('/v2/webhooks', {
        url: 'http://127.0.0.1:4999/hook',
        events: ['payment.created'],
      });
      await withExample(registered.body.secret, async ({ url, line }) => {
        assert.is((await caller.patch(`/v2/webhooks/${registered.body.id}`, { url })).status, 200);
        const { body } = await caller.post('/v2/payments', NEW_PAYMENT);
        assert.match(await line(/^verified/), new RegExp(body.id));
      });
    }));

  test('it refuses what somebody else signs, and what is old', () =>
    withExample(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, async ({ url }) => {
      const ours = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
      const theirs = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
      const body = JSON.stringify({
        id: 'evt_1',
        type: 'payment.completed',
        created_at: '2024-01-15T09:30:00Z',
        data: {},
      });
      const send = (secret: string, seconds = Math.floor(Date.now() / 1000)) =>
        fetch(url, {
          method: 'POST',
          body,
          headers: {
            'webhook-id': 'evt_1',
            'webhook-timestamp': String(seconds),
            'webhook-signature': standardSignature(secret, 'evt_1', seconds, body),
          },
        });
      assert.is((await send(ours)).status, 204);
      assert.is((await send(theirs)).status, 401);
      assert.is((await send(ours, 1_700_000_000)).status, 401);
      assert.is((await fetch(url, { method: 'POST', body })).status, 401);
    }));
});
