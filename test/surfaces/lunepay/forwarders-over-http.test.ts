import { createHmac } from 'node:crypto';
import * as assert from 'uvu/assert';
import { parseBankMessage } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { RECORDED, type Recorded } from './recorded-forwarders.ts';
import { registerPhone, type Shop, START, withShop } from './shop.ts';

const MINUTE = 60_000;

/** Sends what an app sends, to the address of this phone; what it signed is signed again with the phone's secret. */
function replay(shop: Shop, phone: { path: string; secret: string }, recorded: Recorded) {
  const { method, headers, query, body } = recorded;
  const timestamp = String(Math.floor(shop.app.clock.now() / 1000));
  const hasTime = Object.keys(headers).some((name) => name.toLowerCase() === 'x-timestamp');
  const signature = createHmac('sha256', phone.secret)
    .update(body + (hasTime ? timestamp : ''))
    .digest('hex');
  const sent = Object.entries(headers).flatMap(([name, value]) => {
    if (/^(content-length|connection|transfer-encoding|host|accept-encoding)$/i.test(name)) return [];
    if (/^x-signature$/i.test(name)) return [['x-signature', signature] as const];
    return [[name.toLowerCase(), /^x-timestamp$/i.test(name) ? timestamp : value] as const];
  });
  const search = new URLSearchParams(query).toString();
  return shop.call(method, phone.path + (search ? `?${search}` : ''), {
    key: null,
    headers: Object.fromEntries(sent),
    ...(method === 'POST' && body !== '' ? { body } : {}),
  });
}

/** An order that the recorded message pays, and an account of Toss's beside the one of KB. */
async function awaits(shop: Shop, text: string): Promise<number | null> {
  const [read] = parseBankMessage(text, { receivedAt: shop.app.clock.now() });
  if (!read?.ok) return null;
  const order = await shop.order({ amount: read.amount, depositor_name: read.depositor ?? '' });
  return order.body.id as number;
}

suite('requests of forwarding apps, as recorded, in live mode', (test) => {
  for (const recorded of RECORDED)
    test(`${recorded.file.replace('.http.json', '')} works unchanged at the address of a phone`, () =>
      withShop(
        async (shop) => {
          const toss = {
            bank_code: '092',
            bank_name: '토스뱅크',
            account_number: '1000-1234-5678',
            account_holder: '홍길동',
          };
          await shop.within('POST', '/bank-accounts', toss);
          shop.app.clock.set(START + 30 * MINUTE);
          const phone = await registerPhone(shop);
          const { expect } = recorded;
          const order = expect.kind === 'message' ? await awaits(shop, expect.text) : null;
          const { status, body } = await replay(shop, phone, recorded);
          assert.is(status, 200, JSON.stringify(body));
          if (order !== null) {
            assert.match(body.message, new RegExp(`→ 주문 #${order} 자동 매칭$`));
            assert.equal((await replay(shop, phone, recorded)).body, body);
          } else assert.is(body.success, expect.kind === 'ping', JSON.stringify(body));
          assert.ok((await shop.within('GET', '/devices')).body[0].last_seen_at);
        },
        { mode: 'live' },
      ));
});
