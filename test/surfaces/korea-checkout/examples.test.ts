import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { EXAMPLES, newSession, START, withStore } from './store.ts';

const MINUTE = 60_000;

/** Everything that the document prints of it is there; more may be. */
function assertShows(actual: Record<string, unknown>, printed: Record<string, unknown>): void {
  const shown = Object.fromEntries(Object.keys(printed).map((key) => [key, actual[key]]));
  assert.equal(shown, printed);
}

suite('the examples of the Korea Checkout document', (test) => {
  test('a session is created, paid and retrieved as it is printed', () =>
    withStore(async ({ app, call, helper }) => {
      const example = EXAMPLES['createSession'];
      const body = { ...example?.body, webhookUrl: 'http://127.0.0.1:9099/webhooks/checkout' };
      const created = await call('POST', '/api/checkout/create-session', { body });
      const { sessionId } = created.body;
      assert.is(created.status, 201);
      assert.match(sessionId, /^cs_\w{16,}$/);
      assert.equal(created.body, {
        success: true,
        sessionId,
        checkoutUrl: `https://pay.lifeos.dev/checkout/${sessionId}`,
        expiresAt: '2024-01-02T10:00:00Z',
      });
      assert.equal(Object.keys(created.body), Object.keys(example?.response ?? {}));
      app.clock.advance(30 * MINUTE);
      await helper(sessionId, 'complete');
      const { status, body: got } = await call('GET', `/api/checkout/session/${sessionId}`);
      assert.equal([status, Object.keys(got)], [200, ['success', 'data']]);
      const { customer: _, ...printed } = EXAMPLES['getSession']?.response.data ?? {};
      assertShows(got.data, { ...printed, sessionId });
      assertShows(got.data.customer, { name: '홍길동', email: 'customer@example.com' });
      const paid = EXAMPLES['getPaidSession']?.response.data ?? {};
      assert.equal(
        Object.keys(paid).filter((key) => !(key in got.data)),
        [],
      );
      assert.equal([got.data.paymentMethod, got.data.gateway], ['card', 'sandbox']);
      assert.match(got.data.gatewayTransactionId, /^att_/);
    }));

  test('the second example, with metadata and a description, comes back as it was sent', () =>
    withStore(async ({ app, call, read }) => {
      const body = EXAMPLES['createSessionWithMetadata']?.body ?? {};
      const created = await call('POST', '/api/checkout/create-session', { body });
      const data = await read(created.body.sessionId);
      assertShows(data, { ...body, status: 'pending' });
      assert.equal(data['completedAt'], undefined);
      assert.is(app.clock.now(), START);
    }));

  test('a change of the customer and the metadata is merged with what there is', () =>
    withStore(async ({ call, session }) => {
      const id = await session({ metadata: { internal_order_id: '12345' } });
      const { status, body } = await call('PATCH', `/api/checkout/session/${id}`, {
        body: EXAMPLES['changeSession']?.body,
      });
      assert.is(status, 200);
      assert.equal(body.data.customer, {
        name: '김철수',
        email: 'updated@example.com',
        phone: '+82-10-1234-5678',
      });
      assert.equal(body.data.metadata, {
        internal_order_id: '12345',
        updated_reason: 'customer_info_change',
      });
    }));

  test('a refund of a part answers what the document prints, and the rest can be refunded', () =>
    withStore(async ({ app, call, paid, read }) => {
      const id = await paid();
      app.clock.advance(60 * MINUTE);
      const { status, body } = await call('POST', `/api/checkout/session/${id}/refund`, {
        body: EXAMPLES['refundSession']?.body,
      });
      assert.is(status, 200);
      assert.match(body.refundId, /^ref_/);
      assert.equal(body, {
        ...EXAMPLES['refundSession']?.response,
        refundId: body.refundId,
        status: 'completed',
      });
      assert.is((await read(id))['status'], 'partially_refunded');
      const rest = await call('POST', `/api/checkout/session/${id}/refund`);
      assert.equal([rest.body.amount, rest.body.reason], [19_000, null]);
      const data = await read(id);
      assert.equal([data['status'], data['refundedAmount']], ['refunded', 29_000]);
    }));

  test('a shop is created, retrieved and given settings', () =>
    withStore(async ({ app, call }) => {
      app.clock.set(Date.UTC(2024, 0, 1));
      const made = await call('POST', '/api/shops', { body: EXAMPLES['createShop']?.body });
      assert.is(made.status, 201);
      assert.match(made.body.webhook_secret, /^whsec_/);
      const { id } = made.body;
      const { status, body } = await call('GET', `/api/shops/${id}`);
      assert.is(status, 200);
      assert.equal(
        Object.keys(EXAMPLES['getShop']?.response ?? {}).filter((key) => !(key in body)),
        [],
      );
      assert.is(body.webhook_secret, undefined);
      assertShows(body, {
        id,
        name: 'My Korean Store',
        status: 'active',
        created_at: '2024-01-01T00:00:00Z',
        ...Object.fromEntries(
          ['description', 'website', 'contact'].map((key) => [key, EXAMPLES['createShop']?.body[key]]),
        ),
      });
      // The document's own number does not pass the checksum: taken in test mode, and not verified.
      assertShows(body.business_info, { business_number: '123-45-67890', verified: false });
      for (const method of ['card', 'virtual_account', 'kakao_pay', 'naver_pay'])
        assert.ok((body.payment_methods as string[]).includes(method), method);
      const settings = EXAMPLES['changeShop']?.body['settings'] as Record<string, unknown>;
      const wanted = { ...settings, webhook_url: 'http://127.0.0.1:9099/webhooks' };
      const changed = await call('PATCH', `/api/shops/${id}`, { body: { settings: wanted } });
      assertShows(changed.body.settings, { ...wanted, currency: 'KRW', timezone: 'Asia/Seoul' });
    }));

  test('coupons are created as in both examples', () =>
    withStore(async ({ call }) => {
      for (const name of ['createCoupon', 'createWelcomeCoupon']) {
        const body = EXAMPLES[name]?.body ?? {};
        const made = await call('POST', '/api/coupons/create', { body });
        const { valid_from: from, valid_until: until, ...rest } = body as Record<string, string>;
        assert.equal([made.status, made.body.success], [201, true]);
        assertShows(made.body.coupon, { ...rest, used_count: 0, held_count: 0, is_active: true });
        assert.is(Date.parse(made.body.coupon.valid_from), Date.parse(from ?? ''));
        assert.is(Date.parse(made.body.coupon.valid_until), Date.parse(until ?? ''));
      }
    }));

  test('a coupon is applied without a key, as the document does, and its answer is the one that is printed', () =>
    withStore(async ({ call, coupon, session, read }) => {
      const { minimum_order_amount: _, ...body } = EXAMPLES['createCoupon']?.body ?? {};
      await coupon(body);
      const sessionId = await session();
      const answer = await call('POST', '/api/coupons/apply', {
        key: null,
        body: { ...EXAMPLES['applyCoupon']?.body, sessionId },
      });
      assert.equal([answer.status, answer.body], [200, EXAMPLES['applyCoupon']?.response]);
      const data = await read(sessionId);
      assert.equal(
        [data['totalAmount'], data['originalAmount'], data['discountAmount']],
        [26_100, 29_000, 2_900],
      );
    }));

  test('a session that is not there is told as the document tells it', () =>
    withStore(async ({ call }) => {
      const { status, body } = await call('GET', '/api/checkout/session/cs_invalid123', {
        headers: { 'accept-language': 'en' },
      });
      const { code, details } = EXAMPLES.error.error;
      assert.is(status, 404);
      assert.equal(body, {
        error: { code, message: 'The specified session ID is invalid or has expired', details },
      });
    }));

  test('400, 401 and 404 are what the document says', () =>
    withStore(async ({ call }) => {
      const { totalAmount: _, ...body } = newSession();
      const answers = [
        await call('POST', '/api/checkout/create-session', { body }),
        await call('GET', '/api/checkout/session/cs_123', { key: null }),
        await call('GET', '/api/checkout/session/cs_123', { key: 'sk_test_nobody' }),
        await call('GET', '/api/checkout/nothing'),
      ];
      assert.equal(
        answers.map(({ status, body: { error } }) => [status, error.code, error.details.field]),
        [
          [400, 'invalid_request', 'totalAmount'],
          [401, 'unauthenticated', undefined],
          [401, 'invalid_api_key', undefined],
          [404, 'route_not_found', undefined],
        ],
      );
    }));
});
