// Korea Checkout inside a Koa application of yours:
//   node --import tsx test/examples/embed-koa.ts
import { randomBytes } from 'node:crypto';
import Koa from 'koa';
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

const shop = new Koa();
shop.use(async (ctx, next) => {
  if (ctx.path === '/') ctx.body = 'our own shop';
  else await next();
});
// Behind your own routes and before any body parser: webhooks and signatures need the raw bytes.
shop.use((ctx) => {
  ctx.respond = false;
  return checkout(ctx.req, ctx.res);
});
shop.listen(port, '127.0.0.1', () => void ready());

async function ready(): Promise<void> {
  startJobTimer(core); // delivers webhooks, expires payments, asks gateways again
  const merchant = await core.auth.createMerchant('서울 꽃집');
  const scope = { merchantId: merchant.id, mode: 'test' } as const;
  const { key } = await core.auth.issue(scope, { kind: 'secret', name: 'example' });
  console.log(`listening on ${port} with ${key}`);
}
