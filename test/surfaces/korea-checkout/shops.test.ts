import * as assert from 'uvu/assert';
import { nodeDomainNames } from '../../../adapters/domains/node-domain-names.ts';
import { type DnsServer, withDns } from '../../support/dns-server.ts';
import { suite } from '../../support/suite.ts';
import { columns, EXAMPLES, newSession, refusal, type Store, withStore } from './store.ts';

const DAY = 24 * 60 * 60_000;
const HOST = 'checkout.yourstore.com';

const make = async ({ call }: Store, change: object = {}): Promise<string> =>
  (await call('POST', '/api/shops', { body: { name: '한국 상점', ...change } })).body.id as string;

/** A store on a server that asks a name server of the test's. */
async function withDomains(work: (store: Store, dns: DnsServer) => Promise<void>): Promise<void> {
  await withDns(async (dns) => {
    dns.set('pay.lifeos.dev', 'A', '192.0.2.1');
    const domainNames = nodeDomainNames({
      publicHost: 'pay.lifeos.dev',
      servers: [dns.address],
      timeoutMs: 250,
      tries: 1,
    });
    await withStore((store) => work(store, dns), { domainNames });
  });
}

suite('Korea Checkout shops', (test) => {
  test('what is left out of a change stays, what is null goes', () =>
    withStore(async (store) => {
      const { call } = store;
      const id = await make(store, {
        business_info: {
          business_number: '220-81-62517',
          ceo_name: '김철수',
          mail_order_number: '2024-서울-1',
        },
        contact: { email: 'a@b.kr', phone: '02-1234-5678' },
        theme: { primary_color: '#112233', radius: 8, css_vars: { '--button-radius': '8px' } },
        risk_policy: { review_score: 40, weights: { amount_outlier: 10 } },
        payment_methods: ['card', 'bank_transfer', 'card'],
        terms_url: 'https://mystore.com/terms',
      });
      const change = {
        name: '새 이름',
        business_info: { ceo_name: null },
        contact: { email: '' },
        theme: { primary_color: null },
        risk_policy: { weights: { card_velocity: 0 } },
        settings: { language: 'en' },
      };
      const { status, body } = await call('PATCH', `/api/shops/${id}`, { body: change });
      assert.equal([status, body.name], [200, '새 이름']);
      assert.equal(body.business_info, {
        business_number: '220-81-62517',
        business_name: null,
        ceo_name: null,
        address: null,
        mail_order_number: '2024-서울-1',
        verified: true,
      });
      assert.equal(body.contact, { email: null, phone: '02-1234-5678' });
      assert.equal([body.theme.primary_color, body.theme.radius], [null, 8]);
      assert.equal(body.theme.css_vars, { '--button-radius': '8px' });
      assert.equal(body.risk_policy, { review_score: 40, weights: { amount_outlier: 10, card_velocity: 0 } });
      assert.equal(body.payment_methods, ['card', 'bank_transfer']);
      assert.equal([body.settings.language, body.settings.currency], ['en', 'KRW']);
      const plain = await call('PATCH', `/api/shops/${id}`, { body: { theme: null, risk_policy: null } });
      assert.equal([plain.body.theme.radius, plain.body.risk_policy], [null, null]);
      assert.equal((await call('GET', `/api/shops/${id}`)).body, plain.body);
    }));

  test('the first shop is the default one, and takes the sessions that name none', () =>
    withStore(async (store) => {
      const first = await make(store);
      const second = await make(store);
      const { body } = await store.call('GET', '/api/shops');
      assert.equal(columns(body.data, 'id', 'is_default'), [
        [second, false],
        [first, true],
      ]);
      assert.is((await store.read(await store.session()))['shopId'], first);
    }));

  test('a shop is made once per Idempotency-Key, and its secret is told again', () =>
    withStore(async ({ call }) => {
      const headers = { 'idempotency-key': 'shop-1' };
      const first = await call('POST', '/api/shops', { body: { name: '상점' }, headers });
      const replay = await call('POST', '/api/shops', { body: { name: '상점' }, headers });
      assert.equal([first.status, replay.text], [201, first.text]);
      assert.is((await call('GET', '/api/shops')).body.data.length, 1);
    }));

  test('each shop has its own transactions, newest first and in pages', () =>
    withStore(async (store) => {
      const { app, call, session } = store;
      const [mine, other] = [await make(store), await make(store)];
      const ids: string[] = [];
      for (let count = 0; count < 3; count += 1) {
        ids.unshift(await session({ shopId: mine }));
        app.clock.advance(1_000);
      }
      await session({ shopId: other });
      const first = await call('GET', `/api/shops/${mine}/transactions?limit=2`);
      const idsOf = ({ body }: typeof first): unknown[] => columns(body.data, 'sessionId').flat();
      assert.equal([idsOf(first), first.body.has_more], [ids.slice(0, 2), true]);
      const next = await call('GET', `/api/shops/${mine}/transactions?limit=2&starting_after=${ids[1]}`);
      assert.equal([idsOf(next), next.body.has_more], [ids.slice(2), false]);
      assert.equal(first.body.data[0], await store.read(ids[0] ?? ''));
    }));

  test('its figures are of its own sessions, by day in Korea, by method and by currency', () =>
    withStore(async (store) => {
      const { app, call, session, paid, helper, coupon, apply } = store;
      const shopId = await make(store);
      await coupon();
      const id = await session({ shopId });
      await apply(id, 'WELCOME10');
      await helper(id, 'complete');
      await call('POST', `/api/checkout/session/${id}/refund`, { body: { amount: 6_100 } });
      await helper(await session({ shopId }), 'fail');
      await helper(await session({ shopId }), 'cancel');
      await paid({ shopId: await make(store) });
      app.clock.set(Date.UTC(2024, 0, 1, 15)); // midnight in Korea
      await paid({ shopId, currency: 'USD' });
      await helper(await session({ shopId }), 'expire');
      const { status, body } = await call('GET', `/api/shops/${shopId}/analytics`);
      assert.is(status, 200);
      const { totals, by_currency, by_method, by_day, ...rest } = body.data;
      assert.equal([rest.shop_id, rest.from, rest.to], [shopId, '2023-12-04', '2024-01-02']);
      assert.equal(totals, {
        currency: 'KRW',
        sessions: 4,
        payments: 1,
        failed: 1,
        cancelled: 1,
        expired: 1,
        conversion: 0.25,
        amount: 26_100,
        refunds: 1,
        refunded_amount: 6_100,
        discount: 2_900,
      });
      assert.equal(columns(by_currency, 'currency', 'amount'), [
        ['KRW', 26_100],
        ['USD', 29_000],
      ]);
      assert.equal(by_method, [
        { method: 'card', currency: 'KRW', payments: 1, amount: 26_100 },
        { method: 'card', currency: 'USD', payments: 1, amount: 29_000 },
      ]);
      assert.equal(columns(by_day, 'date', 'currency', 'sessions'), [
        ['2024-01-01', 'KRW', 3],
        ['2024-01-02', 'USD', 1],
        ['2024-01-02', 'KRW', 1],
      ]);
      const one = await call('GET', `/api/shops/${shopId}/analytics?from=2024-01-02&to=2024-01-02`);
      assert.is(one.body.data.by_day.length, 2);
      app.clock.advance(60 * DAY);
      const none = (await call('GET', `/api/shops/${shopId}/analytics`)).body.data;
      assert.equal([none.totals.sessions, none.totals.conversion, none.by_day], [0, 0, []]);
    }));

  test('what the fraud rules said is listed and counted, and a blocked try is 409', () =>
    withStore(async (store) => {
      const { call, session, paid, helper } = store;
      const policy = { amount_maximum: 20_000, weights: { amount_outlier: 50 }, review_score: 10 };
      const shopId = await make(store, { risk_policy: policy });
      const reviewed = await paid({ shopId });
      const body = { risk_policy: { block_score: 50 } };
      await call('PATCH', `/api/shops/${shopId}`, { body });
      const refused = await session({ shopId });
      const blocked = await helper(refused, 'complete');
      assert.equal(refusal(blocked), [409, 'payment_blocked']);
      const list = async (query = ''): Promise<unknown[][]> =>
        columns(
          (await call('GET', `/api/shops/${shopId}/risk-assessments${query}`)).body.data,
          'decision',
          'session_id',
        );
      const all = await list();
      assert.ok(all.some(([decision, id]) => decision === 'review' && id === reviewed));
      assert.equal(await list('?decision=block'), [['block', refused]]);
      assert.is((await call('GET', `/api/shops/${shopId}/risk-assessments?decision=no`)).status, 400);
      const { risk } = (await call('GET', `/api/shops/${shopId}/analytics`)).body.data;
      assert.equal(risk.decisions, { allow: 0, review: 1, block: 1 });
      assert.equal(risk.reasons, [{ rule: 'amount_outlier', count: 2 }]);
      assert.is(risk.recent_reviews[0].session_id, reviewed);
    }));
});

suite('Korea Checkout custom domains', (test) => {
  test('a domain is asked for, proved, used in checkoutUrl and taken away', () =>
    withDomains(async (store, dns) => {
      const { call, session, read } = store;
      const shopId = await make(store);
      const path = `/api/shops/${shopId}/custom-domain`;
      const asked = await call('PATCH', path, { body: EXAMPLES['changeCustomDomain']?.body });
      const [record] = asked.body.verification_records;
      assert.equal([asked.status, asked.body.success, asked.body.domain], [200, true, HOST]);
      assert.equal(Object.keys(record), ['type', 'name', 'value']);
      assert.equal([record.type, record.name], ['TXT', '_korea-checkout-challenge.checkout']);
      assert.equal(asked.body.dns_records, [{ type: 'CNAME', name: 'checkout', value: 'pay.lifeos.dev' }]);
      const pending = (await call('GET', `/api/shops/${shopId}`)).body;
      assert.equal(
        [pending.custom_domain, pending.domain_verification_status, pending.domain_configuration_status],
        [HOST, 'pending', 'pending'],
      );
      assert.equal((await call('GET', path)).body, asked.body);
      const early = await session({ shopId });
      assert.is((await read(early))['checkoutUrl'], `https://pay.lifeos.dev/checkout/${early}`);

      dns.set(`_korea-checkout-challenge.${HOST}`, 'TXT', record.value);
      dns.set(HOST, 'CNAME', 'pay.lifeos.dev');
      const proved = await call('POST', `${path}/verify`);
      assert.equal(
        [proved.status, proved.body.domain_verification_status, proved.body.domain_configuration_status],
        [200, 'verified', 'configured'],
      );
      const printed: Record<string, unknown> = EXAMPLES['getShopWithDomain']?.response ?? {};
      const shop = (await call('GET', `/api/shops/${shopId}`)).body;
      for (const key of ['custom_domain', 'domain_verification_status', 'domain_configuration_status'])
        assert.is(shop[key], printed[key], key);
      const made = await call('POST', '/api/checkout/create-session', { body: newSession({ shopId }) });
      assert.is(made.body.checkoutUrl, `https://${HOST}/checkout/${made.body.sessionId}`);
      assert.is((await read(early))['checkoutUrl'], `https://${HOST}/checkout/${early}`);

      const gone = await call('PATCH', path, { body: { domain: null } });
      assert.equal(gone.body, { success: true, domain: null, verification_records: [] });
      assert.equal(refusal(await call('POST', `${path}/verify`)), [404, 'not_found']);
      assert.is((await call('GET', `/api/shops/${shopId}`)).body.custom_domain, null);
    }));

  test('a session under an Idempotency-Key is told again with the host that it was made with', () =>
    withDomains(async (store, dns) => {
      const { call } = store;
      const shopId = await make(store);
      const asked = await call('PATCH', `/api/shops/${shopId}/custom-domain`, { body: { domain: HOST } });
      dns.set(`_korea-checkout-challenge.${HOST}`, 'TXT', asked.body.verification_records[0].value);
      dns.set(HOST, 'CNAME', 'pay.lifeos.dev');
      await call('POST', `/api/shops/${shopId}/custom-domain/verify`);
      const headers = { 'idempotency-key': 'hosted' };
      const body = newSession({ shopId });
      const first = await call('POST', '/api/checkout/create-session', { body, headers });
      const replay = await call('POST', '/api/checkout/create-session', { body, headers });
      assert.match(first.body.checkoutUrl, `https://${HOST}/checkout/cs_`);
      assert.is(replay.text, first.text);
    }));

  for (const domain of ['yourstore.com', 'checkout.co.kr', 'https://checkout.yourstore.com', '127.0.0.1', ''])
    test(`${domain || 'nothing'} is no custom domain`, () =>
      withDomains(async (store) => {
        const path = `/api/shops/${await make(store)}/custom-domain`;
        const answer = await store.call('PATCH', path, { body: { domain } });
        assert.equal(refusal(answer), [400, 'domain_refused']);
        assert.is(answer.body.error.details.field, 'domain');
      }));
});
