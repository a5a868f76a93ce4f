import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { withApp } from '../../support/test-app.ts';
import { EXAMPLES, START, withShop } from './shop.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

suite('the examples of the LunePay document', (test) => {
  test('a workspace, an account, an order, its change and a deposit come back as they are printed', () =>
    withApp(async ({ core, scope, clock, call }) => {
      clock.set(START);
      const user = await core.users.create(scope, { name: '홍길동' });
      const key = (await core.users.issueToken(scope, user.id)).token;
      const post = (path: string, name: string) =>
        call('POST', `/api/v1${path}`, { key, body: EXAMPLES[name]?.body });
      const workspace = await post('/workspaces', 'createWorkspace');
      assert.equal([workspace.status, workspace.body], [200, EXAMPLES['createWorkspace']?.response]);
      assert.equal((await call('GET', '/api/v1/workspaces', { key })).body, [workspace.body]);
      clock.advance(HOUR);
      const account = await post('/workspaces/1/bank-accounts', 'createBankAccount');
      assert.equal([account.status, account.body], [201, EXAMPLES['createBankAccount']?.response]);
      const accounts = await call(
        'GET',
        '/api/v1/workspaces/1/bank-accounts?is_active=true&limit=50&offset=0',
        {
          key,
        },
      );
      assert.equal([accounts.headers.get('x-total-count'), accounts.body], ['1', [account.body]]);
      clock.advance(HOUR);
      const order = await post('/workspaces/1/orders', 'createOrder');
      assert.equal([order.status, order.body], [201, EXAMPLES['createOrder']?.response]);
      const orders = await call('GET', '/api/v1/workspaces/1/orders?status=PENDING&limit=50', { key });
      assert.equal([orders.headers.get('x-total-count'), orders.body], ['1', [order.body]]);
      clock.advance(5 * MINUTE);
      // Of 1 February, so that it came before the order of the 12th: as printed, it is not matched.
      const deposit = await post('/workspaces/1/deposits', 'createDeposit');
      assert.equal([deposit.status, deposit.body], [201, EXAMPLES['createDeposit']?.response]);
      const deposits = await call('GET', '/api/v1/workspaces/1/deposits?is_matched=false&bank_account_id=1', {
        key,
      });
      assert.equal(deposits.body, [deposit.body]);
      const changed = await call('PATCH', '/api/v1/workspaces/1/orders/1', {
        key,
        body: EXAMPLES['changeOrder']?.body,
      });
      assert.equal(
        [changed.status, changed.body.depositor_name, changed.body.status],
        [200, '김철수', 'CANCELLED'],
      );
    }));

  test('a match by hand and its undoing say what the document prints', () =>
    withShop(async (shop) => {
      const { id: order } = (await shop.order({ amount: 10_000 })).body;
      const { id: deposit } = (
        await shop.within('POST', '/deposits', {
          bank_account_id: shop.accountId,
          amount: 9_000,
          depositor_name: '다른이름',
          deposited_at: '2024-02-12T09:00:00+09:00',
        })
      ).body;
      const asked = { deposit_id: deposit, order_id: order };
      const made = await shop.within('POST', '/matches/manual', asked);
      assert.is(made.status, 200);
      assert.equal(made.body, {
        success: true,
        message: `매칭 완료: 입금 #${deposit} ↔ 주문 #${order}`,
        ...asked,
      });
      const undone = await shop.within('POST', `/matches/${deposit}/unmatch`);
      assert.is(undone.status, 200);
      assert.equal(undone.body, {
        success: true,
        message: `매칭 해제 완료: 입금 #${deposit} (주문 #${order} → PENDING)`,
        ...asked,
      });
      assert.is((await shop.within('GET', `/orders/${order}`)).body.status, 'PENDING');
    }));

  test('the SMS needs no token, and is matched to the order that waits', () =>
    withShop(async (shop) => {
      const account = { ...EXAMPLES['createBankAccount']?.body, account_number: '110-123-000000' };
      await shop.within('POST', '/bank-accounts', account);
      const { id } = (await shop.order()).body;
      const sms = EXAMPLES['bankSms'];
      const { status, body } = await shop.call('POST', '/webhooks/bank-sms', { key: null, body: sms?.body });
      assert.is(status, 200);
      assert.equal(body, {
        success: true,
        message: sms?.message.replace('#55', `#${id}`),
        deposit_id: body.deposit_id,
      });
      const order = (await shop.within('GET', `/orders/${id}`)).body;
      assert.equal([order.status, order.deposit_id], ['MATCHED', body.deposit_id]);
      const deposit = (await shop.within('GET', `/deposits/${body.deposit_id}`)).body;
      assert.equal(
        [deposit.deposited_at, deposit.is_matched, deposit.matched_by, deposit.raw_sms],
        ['2024-02-01T11:05:00+09:00', true, 'exact', sms?.body['raw_sms']],
      );
    }));

  test('400, 401 and 404 are told as the document says', () =>
    withShop(async (shop) => {
      const answers = [
        await shop.sms('[Web발신]\n[KB]02/12 09:00\n999999***999\n홍길동\n입금\n14,510'),
        await shop.call('GET', '/workspaces', { key: null }),
        await shop.call('GET', '/workspaces/999'),
      ];
      assert.equal(
        answers.map(({ status, body }) => [status, body]),
        [
          [400, { error: 'Bad Request', detail: '워크스페이스에 해당 계좌가 없습니다.' }],
          [401, { error: 'Unauthorized', detail: '인증 정보가 필요합니다.' }],
          [404, { error: 'Not Found', detail: '요청한 리소스를 찾을 수 없습니다.' }],
        ],
      );
    }));
});
