import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { kbText, openShop, withShop } from './shop.ts';

const MINUTE = 60_000;

suite('LunePay orders and deposits', (test) => {
  test('an order number is taken once in a workspace, and free in another', () =>
    withShop(async (shop) => {
      const order = { order_number: 'A-1', amount: 1_000, depositor_name: '홍길동' };
      assert.is((await shop.within('POST', '/orders', order)).status, 201);
      assert.is((await shop.within('POST', '/orders', order)).status, 409);
      const other = await openShop(shop.app, shop.app.scope);
      assert.is((await other.within('POST', '/orders', order)).status, 201);
    }));

  const bad: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['no amount', { amount: undefined }],
    ['amount 0', { amount: 0 }],
    ['a fraction', { amount: 10.5 }],
    ['an amount in words', { amount: '14510' }],
    ['an amount beyond the safe integers', { amount: 2 ** 53 }],
    ['no name', { depositor_name: undefined }],
    ['an empty name', { depositor_name: ' ' }],
    ['an end in the past', { expires_at: '2024-02-01T00:00:00+09:00' }],
    ['an end that is no time', { expires_at: 'tomorrow' }],
  ];
  for (const [what, change] of bad)
    test(`an order with ${what} is 400`, () =>
      withShop(async (shop) => {
        assert.is((await shop.order(change)).status, 400);
      }));

  test('a name without a letter that tells it is an order all the same', () =>
    withShop(async (shop) => {
      assert.is((await shop.order({ depositor_name: '(주)' })).status, 201);
    }));

  test('an order that is not pending can be neither edited nor canceled', () =>
    withShop(async (shop) => {
      const { id } = (await shop.order()).body;
      await shop.sms(kbText({}));
      assert.is((await shop.within('PATCH', `/orders/${id}`, { memo: 'x' })).status, 409);
      assert.is((await shop.within('PATCH', `/orders/${id}`, { status: 'CANCELLED' })).status, 409);
      const other = (await shop.order()).body.id as number;
      assert.is((await shop.within('PATCH', `/orders/${other}`, { status: 'CANCELLED' })).status, 200);
      assert.is((await shop.within('PATCH', `/orders/${other}`, { memo: 'x' })).status, 409);
      assert.is((await shop.within('PATCH', `/orders/${other}`, { status: 'MATCHED' })).status, 400);
    }));

  test('an order whose time is over expires by the clock and is told', () =>
    withShop(async (shop) => {
      const { id } = (await shop.order({ expires_at: '2024-02-12T09:10:00+09:00' })).body;
      shop.app.clock.advance(10 * MINUTE);
      await shop.app.core.jobs.runDue();
      assert.is((await shop.within('GET', `/orders/${id}`)).body.status, 'EXPIRED');
      const { body } = await shop.sms(kbText({ at: '02/12 09:11' }));
      assert.match(body.message, /일치하는 주문 없음/);
    }));

  test('RFD-033: a deposit after the order has expired waits for a person', () =>
    withShop(async (shop) => {
      const { id } = (await shop.order({ expires_at: '2024-02-12T09:10:00+09:00' })).body;
      shop.app.clock.advance(11 * MINUTE);
      // Though no job has come by yet.
      const { body } = await shop.sms(kbText({ at: '02/12 09:11' }));
      const deposit = (await shop.within('GET', `/deposits/${body.deposit_id}`)).body;
      assert.is(deposit.is_matched, false);
      const asked = { deposit_id: body.deposit_id, order_id: id };
      assert.is((await shop.within('POST', '/matches/manual', asked)).status, 409);
      const [candidate] = (await shop.within('GET', `/deposits/${body.deposit_id}/candidates`)).body;
      assert.ok((candidate.doubts as string[]).includes('order_expired'));
    }));

  test('who pays before ordering is found when the order comes', () =>
    withShop(async (shop) => {
      const { body } = await shop.sms(kbText({}));
      shop.app.clock.advance(20 * MINUTE);
      const order = (await shop.order()).body;
      assert.equal([order.status, order.deposit_id], ['MATCHED', body.deposit_id]);
      await shop.sms(kbText({ at: '02/12 09:20' }));
      shop.app.clock.advance(40 * MINUTE);
      assert.is((await shop.order()).body.status, 'PENDING');
    }));

  test('two orders of one name and amount are left to a person, who sees both', () =>
    withShop(async (shop) => {
      await shop.order();
      await shop.order();
      const { body } = await shop.sms(kbText({}));
      assert.match(body.message, /일치하는 주문 없음/);
      const { body: candidates } = await shop.within('GET', `/deposits/${body.deposit_id}/candidates`);
      assert.is(candidates.length, 2);
      assert.ok((candidates as { doubts: string[] }[]).every(({ doubts }) => doubts.includes('ambiguous')));
    }));

  test('a one-won difference is shown with its amount and never matched', () =>
    withShop(async (shop) => {
      const { id } = (await shop.order({ amount: 14_511 })).body;
      const { body } = await shop.sms(kbText({}));
      const [candidate] = (await shop.within('GET', `/deposits/${body.deposit_id}/candidates`)).body;
      assert.equal(
        [candidate.order_id, candidate.difference, candidate.reason, candidate.doubts],
        [id, -1, 'exact', ['amount_too_low']],
      );
    }));

  test('either side that is taken is 409', () =>
    withShop(async (shop) => {
      const first = (await shop.order()).body.id as number;
      const paid = (await shop.sms(kbText({}))).body.deposit_id as number;
      const second = (await shop.order()).body.id as number;
      const spare = (await shop.sms(kbText({ amount: 7, name: '누구' }))).body.deposit_id as number;
      const match = (deposit_id: number, order_id: number) =>
        shop.within('POST', '/matches/manual', { deposit_id, order_id });
      assert.is((await match(paid, second)).status, 409);
      assert.is((await match(spare, first)).status, 409);
      assert.is((await match(spare, 9_999)).status, 404);
      assert.is((await shop.within('POST', `/matches/${spare}/unmatch`)).status, 409);
    }));

  test('the amount alone is enough only where the owner says so', () =>
    withShop(async (shop) => {
      await shop.order({ depositor_name: '다른사람' });
      const [one, two] = ['02/12 09:00', '02/12 09:01'].map((at) => kbText({ at, name: '0' }));
      assert.match((await shop.sms(one ?? '')).body.message, /없음/);
      await shop.call('PATCH', `/workspaces/${shop.workspaceId}`, {
        body: { policy: { match_amount_only: true } },
      });
      const { body } = await shop.sms(two ?? '');
      const deposit = (await shop.within('GET', `/deposits/${body.deposit_id}`)).body;
      assert.ok(deposit.is_matched === false || deposit.matched_by === 'amount');
    }));

  test('an amount that nobody has is suggested a few won lower', () =>
    withShop(async (shop) => {
      const suggest = async () =>
        (await shop.within('GET', '/amounts/suggest?amount=14510')).body.amount as number;
      assert.is(await suggest(), 14_510);
      await shop.order();
      const other = await suggest();
      assert.ok(other < 14_510 && other >= 14_411, String(other));
    }));

  test('a dismissed deposit is matched by nobody until it is taken out again', () =>
    withShop(async (shop) => {
      const { body } = await shop.sms(kbText({}));
      const path = `/deposits/${body.deposit_id}`;
      assert.is((await shop.within('POST', `${path}/dismiss`)).body.is_dismissed, true);
      assert.is((await shop.order()).body.status, 'PENDING');
      assert.is((await shop.within('POST', `${path}/restore`)).body.is_dismissed, undefined);
    }));

  test('lists have pages, totals and filters, newest first', () =>
    withShop(async (shop) => {
      for (let n = 1; n <= 3; n += 1) await shop.order({ amount: n * 100 });
      const page = await shop.within('GET', '/orders?limit=2&offset=1');
      assert.equal(
        [page.headers.get('x-total-count'), (page.body as { amount: number }[]).map(({ amount }) => amount)],
        ['3', [200, 100]],
      );
      for (const query of ['limit=0', 'limit=201', 'offset=-1', 'status=NONE', 'limit=x'])
        assert.is((await shop.within('GET', `/orders?${query}`)).status, 400, query);
      assert.equal((await shop.within('GET', '/orders?status=MATCHED')).body, []);
      assert.equal((await shop.within('GET', '/deposits?is_matched=true')).body, []);
    }));

  test('100 deposits of one name and amount for one order: one is matched', () =>
    withShop(async (shop) => {
      const { id } = (await shop.order()).body;
      const at = (n: number) =>
        `02/12 ${String(9 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => shop.sms(kbText({ at: at(n) }))),
      );
      assert.is(answers.filter(({ body }) => /자동 매칭/.test(body.message as string)).length, 1);
      const list = await shop.within('GET', '/deposits?is_matched=true');
      assert.equal([list.headers.get('x-total-count'), list.body[0].matched_order_id], ['1', id]);
    }));
});
