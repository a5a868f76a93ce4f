import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { newSession, refusal, withStore } from './store.ts';

const CREATE = '/api/checkout/create-session';
const ITEM = { name: 'Sample Product', price: 29_000, quantity: 1 };

/** What is wrong with a session, the code and the field that must be named. */
const SESSIONS: [object, string, string][] = [
  [{ totalAmount: 28_999 }, 'amount_mismatch', 'totalAmount'],
  [{ totalAmount: 29_000, shippingAmount: 1 }, 'amount_mismatch', 'totalAmount'],
  [{ items: [{ ...ITEM, quantity: 2 }] }, 'amount_mismatch', 'totalAmount'],
  [{ items: [{ ...ITEM, price: 2 ** 50 }], totalAmount: 2 ** 50 }, 'invalid_amount', 'items.price'],
  [{ totalAmount: 0 }, 'invalid_request', 'totalAmount'],
  [{ totalAmount: -29_000 }, 'invalid_request', 'totalAmount'],
  [{ totalAmount: 29_000.5 }, 'invalid_request', 'totalAmount'],
  [{ totalAmount: '29000' }, 'invalid_request', 'totalAmount'],
  [{ totalAmount: 2 ** 53 }, 'invalid_request', 'totalAmount'],
  [{ items: [] }, 'invalid_request', 'items'],
  [{ items: [{ ...ITEM, price: -1 }] }, 'invalid_request', 'items.0.price'],
  [{ items: [{ ...ITEM, quantity: 0 }] }, 'invalid_request', 'items.0.quantity'],
  [{ items: [{ price: 29_000, quantity: 1 }] }, 'invalid_request', 'items.0.name'],
  [{ items: [{ ...ITEM, imageUrl: 'javascript:alert(1)' }] }, 'invalid_request', 'items.0.imageUrl'],
  [{ items: Array.from({ length: 201 }, () => ITEM) }, 'invalid_request', 'items'],
  [{ discountAmount: 29_000 }, 'amount_mismatch', 'totalAmount'],
  [{ currency: 'XXX' }, 'unsupported_currency', 'currency'],
  [{ currency: 'krw' }, 'invalid_request', 'currency'],
  [{ customer: { email: 'not an address' } }, 'invalid_request', 'customer.email'],
  [{ customer: { country: 'Korea' } }, 'invalid_request', 'customer.country'],
  [{ customer: { name: 'ㄱ'.repeat(101) } }, 'invalid_request', 'customer.name'],
  [{ returnUrl: 'javascript:alert(1)' }, 'redirect_url_refused', 'returnUrl'],
  [{ returnUrl: '//evil.example' }, 'redirect_url_refused', 'returnUrl'],
  [{ cancelUrl: 'https://shop@evil.example' }, 'redirect_url_refused', 'cancelUrl'],
  [{ webhookUrl: 'ftp://yourstore.com/hook' }, 'webhook_url_refused', 'webhookUrl'],
  [{ language: 'fr' }, 'invalid_request', 'language'],
  [{ metadata: 'text' }, 'invalid_request', 'metadata'],
  [{ metadata: { long: 'x'.repeat(501) } }, 'invalid_request', 'metadata.long'],
  [{ metadata: { deep: [...Array<string>(40).fill('x'.repeat(500))] } }, 'invalid_request', 'metadata'],
  [
    { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 1])) },
    'invalid_request',
    'metadata',
  ],
  [{ platformOrderId: '' }, 'invalid_request', 'platformOrderId'],
  [{ shippingAddress: { postcode: '06236' } }, 'invalid_request', 'shippingAddress.address'],
];

const COUPONS: [object, string][] = [
  [{ code: '' }, 'code'],
  [{ code: '../..' }, 'code'],
  [{ type: 'half_price' }, 'type'],
  [{ discount_value: 101 }, 'discount_value'],
  [{ discount_value: 0 }, 'discount_value'],
  [{ discount_value: -10 }, 'discount_value'],
  [{ discount_value: 10.005 }, 'discount_value'],
  [{ type: 'fixed_amount', discount_value: 10.5 }, 'discount_value'],
  [{ type: 'product_specific', discount_value: 10 }, 'product_ids'],
  [{ usage_limit: 0 }, 'usage_limit'],
  [{ valid_from: 'soon' }, 'valid_from'],
  [{ valid_from: '2024-02-30' }, 'valid_from'],
  [{ valid_from: '2024-02-02', valid_until: '2024-02-01' }, 'valid_until'],
  [{ currency: 'XXX', minimum_order_amount: 1 }, 'currency'],
  [{ shop_id: 'shop_none' }, 'shop_id'],
];

const SHOPS: [object, string][] = [
  [{ name: '' }, 'name'],
  [{ website: 'javascript:alert(1)' }, 'website'],
  [{ terms_url: 'https://user@evil.example' }, 'terms_url'],
  [{ contact: { email: 'nobody' } }, 'contact.email'],
  [{ settings: { payment_timeout: 59 } }, 'settings.payment_timeout'],
  [{ settings: { payment_timeout: 604_801 } }, 'settings.payment_timeout'],
  [{ settings: { currency: 'XXX' } }, 'settings.currency'],
  [{ settings: { timezone: 'Mars/Olympus' } }, 'settings.timezone'],
  [{ settings: { language: 'fr' } }, 'settings.language'],
  [{ settings: { webhook_url: 'nowhere' } }, 'settings.webhook_url'],
  [{ settings: { notification_email: 'nobody' } }, 'settings.notification_email'],
  [{ payment_methods: ['cash'] }, 'payment_methods.0'],
  [{ payment_methods: [] }, 'payment_methods'],
  [{ theme: { primary_color: 'red' } }, 'theme.primary_color'],
  [{ theme: { logo_url: 'http://insecure.example/a.png' } }, 'theme.logo_url'],
  [{ theme: { radius: 41 } }, 'theme.radius'],
  [
    { theme: { css_vars: { '--button-radius': '8px; } body { display: none' } } },
    'theme.css_vars.--button-radius',
  ],
  [{ theme: { css_vars: { '--else': '8px' } } }, 'theme.css_vars.--else'],
  [{ risk_policy: { review_score: -1 } }, 'risk_policy.review_score'],
  [{ risk_policy: { weights: { moon: 1 } } }, 'risk_policy.weights'],
];

suite('bad input to Korea Checkout', (test) => {
  for (const [change, code, field] of SESSIONS)
    test(`a session with ${JSON.stringify(change).slice(0, 90)} is 400 ${code} and names ${field}`, () =>
      withStore(async ({ call }) => {
        const answer = await call('POST', CREATE, { body: newSession(change as never) });
        assert.equal([...refusal(answer), answer.body.error.details.field], [400, code, field]);
      }));

  test('a live session must be told over https', () =>
    withStore(async ({ app, call }) => {
      for (const [name, code] of [
        ['returnUrl', 'redirect_url_refused'],
        ['webhookUrl', 'webhook_url_refused'],
      ] as const) {
        const body = newSession({ [name]: 'http://yourstore.com' });
        assert.equal(refusal(await call('POST', CREATE, { body, key: app.keys.live })), [400, code]);
      }
    }));

  test('a session of a shop that is not there, or closed, is refused', () =>
    withStore(async ({ call }) => {
      const none = await call('POST', CREATE, { body: newSession({ shopId: 'shop_none' }) });
      assert.equal(refusal(none), [404, 'not_found']);
      const { body } = await call('POST', '/api/shops', { body: { name: '닫힌 상점', status: 'inactive' } });
      const closed = await call('POST', CREATE, { body: newSession({ shopId: body.id }) });
      assert.equal([...refusal(closed), closed.body.error.details.field], [400, 'invalid_request', 'shopId']);
    }));

  for (const [change, field] of COUPONS)
    test(`a coupon with ${JSON.stringify(change)} is 400 and names ${field}`, () =>
      withStore(async ({ coupon }) => {
        const { status, body } = await coupon(change as never);
        assert.equal([status, body.error.details.field], [400, field]);
      }));

  for (const [change, field] of SHOPS)
    test(`a shop with ${JSON.stringify(change).slice(0, 80)} is 400 and names ${field}`, () =>
      withStore(async ({ call }) => {
        const { status, body } = await call('POST', '/api/shops', { body: { name: '상점', ...change } });
        assert.equal([status, body.error.details.field], [400, field]);
      }));

  test('a wrong business number is 400 in live mode alone', () =>
    withStore(async ({ app, call }) => {
      const make = (business_number: string, key?: string) =>
        call('POST', '/api/shops', {
          body: { name: '상점', business_info: { business_number } },
          ...(key ? { key } : {}),
        });
      const live = await make('123-45-67890', app.keys.live);
      assert.equal(refusal(live), [400, 'business_number_invalid']);
      assert.is(live.body.error.details.field, 'business_info.business_number');
      const right = await make('220-81-62517', app.keys.live);
      assert.equal([right.status, right.body.business_info.verified], [201, true]);
      assert.is((await make('123-45-67890')).body.business_info.verified, false);
    }));

  for (const [what, body] of [
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', ''],
    ['a key twice', '{"platformOrderId":"a","platformOrderId":"b"}'],
  ] as const)
    test(`a body of ${what} is 400 in the family's own shape`, () =>
      withStore(async ({ call }) => {
        const answer = await call('POST', CREATE, { body });
        assert.is(answer.status, 400);
        assert.equal(Object.keys(answer.body.error), ['code', 'message', 'details']);
      }));

  for (const query of [
    'from=2024-02-30',
    'from=yesterday',
    'from=2024-01-02&to=2024-01-01',
    'from=2022-01-01',
  ])
    test(`figures of ${query} are refused`, () =>
      withStore(async ({ call, coupon }) => {
        await coupon();
        const answer = await call('GET', `/api/coupons/WELCOME10/analytics?${query}`);
        assert.equal([...refusal(answer), answer.body.error.details.field], [400, 'invalid_request', 'from']);
      }));

  test('messages are Korean, and English for who asks for it', () =>
    withStore(async ({ call, session, apply }) => {
      const english = { 'accept-language': 'en-US' };
      const [ko, en] = [
        await call('GET', '/api/checkout/session/cs_none'),
        await call('GET', '/api/checkout/session/cs_none', { headers: english }),
      ];
      assert.equal(
        [ko.body.error.message, en.body.error.message],
        ['유효하지 않거나 만료된 세션입니다.', 'The specified session ID is invalid or has expired'],
      );
      const id = await session();
      assert.match((await apply(id, 'NONE')).body.error.message, '존재하지 않는 쿠폰 코드');
      assert.match((await apply(id, 'NONE', { headers: english })).body.error.message, 'There is no coupon');
    }));
});
