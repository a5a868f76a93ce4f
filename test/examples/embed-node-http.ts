// Korea Checkout in a plain node:http server, beside routes of your own:
//   node --import tsx test/examples/embed-node-http.ts
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
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

createServer((request, response) => {
  if (request.url === '/') response.end('our own shop');
  else void checkout(request, response);
}).listen(port, '127.0.0.1', () => void ready());

async function ready(): Promise<void> {
  startJobTimer(core); // delivers webhooks, expires payments, asks gateways again
  const merchant = await core.auth.createMerchant('서울 꽃집');
  const scope = { merchantId: merchant.id, mode: 'test' } as const;
  const { key } = await core.auth.issue(scope, { kind: 'secret', name: 'example' });
  console.log(`listening on ${port} with ${key}`);
}
