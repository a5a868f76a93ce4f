import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { bodySignature } from '../../core/index.ts';
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

  test('it refuses what somebody else signs', () =>
    withExample('whsec_ours', async ({ url }) => {
      const body = '{"type":"payment.completed"}';
      const send = (secret: string) =>
        fetch(url, { method: 'POST', body, headers: { 'lifeos-signature': bodySignature(secret, body) } });
      assert.is((await send('whsec_ours')).status, 204);
      assert.is((await send('whsec_theirs')).status, 401);
      assert.is((await fetch(url, { method: 'POST', body })).status, 401);
    }));
});
