// The domain alone, without HTTP: payments in your own program, on your own schedule.
//   node --import tsx test/examples/core-only.ts
import { randomBytes } from 'node:crypto';
import {
  httpWebhookSender,
  sandboxGateway,
  secretBox,
  systemClock,
  systemRandom,
} from '../../adapters/index.ts';
import { createCore, scopeFor } from '../../core/index.ts';
import { openStorage } from '../../storage/index.ts';

const { storage, migrate, close } = await openStorage('sqlite::memory:');
await migrate();
const clock = systemClock;
const sandbox = sandboxGateway({ storage, clock, publicUrl: 'https://shop.example' });
const core = createCore({
  storage,
  clock,
  random: systemRandom(clock),
  secretBox: secretBox(randomBytes(32)),
  sender: httpWebhookSender({ allowPrivate: false }),
  gateways: [sandbox],
});

const merchant = await core.auth.createMerchant('서울 꽃집');
const scope = scopeFor(merchant, 'test');
const payment = await core.payments.create(scope, { amount: 29_900, currency: 'KRW', method: 'card' });
const { attemptId } = await core.payments.begin(scope, payment.id, {
  returnUrl: 'https://shop.example/return',
});
const paid = await core.payments.hear(
  scope,
  attemptId ?? '',
  await sandbox.submitCard(attemptId ?? '', { number: '4242424242424242' }),
);
console.log(`${paid.status} ${paid.amountCaptured} ${paid.currency}`);
const refund = await core.refunds.create(scope, { paymentId: paid.id, amount: 9_900, reason: '부분 환불' });
console.log(`${refund.status} ${refund.amount} ${refund.currency}`);
await close();
