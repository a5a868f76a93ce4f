// Korea Checkout inside an Express application of yours:
//   node --import tsx test/examples/embed-express.ts
import { randomBytes } from 'node:crypto';
import express from 'express';
import { createKoreaCheckout, startJobTimer } from '../../adapters/index.ts';
import { openStorage } from '../../storage/index.ts';

const port = Number(process.argv[2] ?? 3000);
const { storage, migrate } = await openStorage('sqlite::memory:');
await migrate();
const { core, app } = createKoreaCheckout({
  storage,
  publicUrl: `http://127.0.0.1:${port}`,
  encryptionKey: randomBytes(32), // a real shop keeps its key
});
const checkout = app.callback();

const shop = express();
shop.get('/', (_, response) => void response.send('our own shop'));
// Behind your own routes and before express.json(): signatures need the raw bytes.
shop.use((request, response) => void checkout(request, response));
shop.listen(port, '127.0.0.1', () => void ready());

async function ready(): Promise<void> {
  startJobTimer(core); // delivers webhooks, expires payments, asks gateways again
  const merchant = await core.auth.createMerchant('서울 꽃집');
  const scope = { merchantId: merchant.id, mode: 'test' } as const;
  const { key } = await core.auth.issue(scope, { kind: 'secret', name: 'example' });
  console.log(`listening on ${port} with ${key}`);
}
