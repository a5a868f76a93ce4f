import { join } from 'node:path';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { systemRandom } from '../../adapters/system/system-random.ts';
import { secretBox } from '../../adapters/system/secret-box.ts';
import { lifeosWebhookFormat } from '../../adapters/http/surfaces/lifeos/webhook-format.ts';
import { httpWebhookSender } from '../../adapters/webhooks/http-sender.ts';
import { createCore } from '../../core/index.ts';
import { openStorage } from '../../storage/index.ts';
import { start } from './children.ts';

const EVENTS = 10_000;

/** Events of the outbox, fanned out, signed, sent to a receiver on loopback and recorded, durable. */
export async function webhooks(folder: string): Promise<string[]> {
  const receiver = await start(['--import', 'tsx', 'test/bench/webhook-receiver.ts']);
  const opened = await openStorage(`sqlite:${join(folder, 'webhooks.sqlite')}`);
  await opened.migrate();
  const sender = httpWebhookSender({ allowPrivate: true });
  const core = createCore({
    storage: opened.storage,
    clock: systemClock,
    random: systemRandom(systemClock),
    secretBox: secretBox(Buffer.alloc(32, 7)),
    sender,
    gateways: [],
    webhookFormats: {
      lifeos: lifeosWebhookFormat({ instructions: () => null, publicUrl: 'https://pay.example.com' }),
    },
  });
  const merchant = await core.auth.createMerchant('bench');
  const scope = { merchantId: merchant.id, mode: 'test' as const };
  await core.webhooks.register(scope, {
    family: 'lifeos',
    url: `${receiver.url}/hook`,
    events: ['payment.created'],
  });
  const one = { amount: 29_900, currency: 'KRW', method: 'card' as const };
  for (let n = 0; n < EVENTS; n += 500)
    await Promise.all(Array.from({ length: 500 }, () => core.payments.create(scope, one)));

  const began = performance.now();
  let received = 0;
  while (received < EVENTS) {
    await core.jobs.runDue();
    received = Number(await (await fetch(`${receiver.url}/count`)).text());
  }
  await core.webhooks.settled();
  const seconds = (performance.now() - began) / 1000;
  await Promise.all([sender.close(), opened.close(), receiver.stop()]);
  return [`${Math.round(EVENTS / seconds)} deliveries/s (goal: at least 1,000)`];
}
