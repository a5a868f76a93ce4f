import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { operator, type Seen } from './operator.ts';
import { kbText, type Shop, withDeposits } from './with-deposits.ts';

/** What the page says of a pasted message. */
async function paste(shop: Shop, text: string, token = shop.token, language = 'ko'): Promise<Seen> {
  const own = operator(shop.url, token, language);
  return own.press(await own.open(shop.path), '/sms', { text });
}

const countOf = async ({ core, actor, workspaceId }: Shop) =>
  (await core.deposits.list(actor, workspaceId, {}, { limit: 1, offset: 0 })).total;

suite('deposits page: a pasted message', (test) => {
  test('is read aloud, and nothing is stored', () =>
    withDeposits(async (shop) => {
      const page = await paste(shop, kbText({ balance: 1_234_567 }));
      assert.match(
        page.text,
        /입금 문자입니다 구분 입금 은행 국민 계좌 123456\*\*\*012 금액 14,510원 잔액 1,234,567원 입금자 홍길동 방법 적혀 있지 않음 시각 오늘 09:00/,
      );
      assert.is(await countOf(shop), 0);
      assert.match((await paste(shop, kbText({}), shop.token, 'en')).text, /This is a deposit .* ₩14,510/);
    }));

  test('that is no deposit says why', () =>
    withDeposits(async (shop) => {
      const notice = await paste(shop, '[Web발신] 14,510원을 입금해 주시기 바랍니다');
      assert.match(notice.text, /입금으로 읽을 수 없습니다/);
      assert.match((await paste(shop, '점심 먹자')).text, /은행 문자가 아닙니다/);
      const out = await paste(shop, kbText({}).replace('입금', '출금'));
      assert.match(out.text, /출금 문자입니다/);
      for (const page of [notice, out]) assert.not.match(page.text, /이 문자를 입금으로 등록/);
    }));

  test('of an account of the shop can be registered, once', () =>
    withDeposits(async (shop) => {
      const order = await shop.order();
      const own = operator(shop.url, shop.token);
      const page = await paste(shop, kbText({}));
      assert.match(page.text, /국민은행 …9012 계좌의 입금입니다/);
      const done = await own.press(page, '/sms/register');
      assert.match(done.notice ?? '', /맞는 주문과 매칭했습니다/);
      const again = await own.press(page, '/sms/register');
      assert.is(again.notice, '이미 등록되어 있습니다.');
      assert.is(await countOf(shop), 1);
      const { depositId } = await shop.core.depositOrders.get(shop.actor, shop.workspaceId, order.id);
      assert.ok(depositId);
    }));

  test('cannot be registered as something else than it says', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      const page = await paste(shop, kbText({}));
      for (const fields of [
        { text: '점심 먹자' },
        { text: kbText({}).replace('입금', '출금') },
        { text: kbText({}).replace('123456***012', '999999***999') },
        { index: '1' },
      ])
        assert.is(
          (await own.press(page, '/sms/register', fields)).notice,
          '이 문자는 입금으로 등록할 수 없습니다.',
        );
      assert.is(await countOf(shop), 0);
    }));

  test('of another account, or pasted by a member, is read and not registered', () =>
    withDeposits(async (shop) => {
      const other = await paste(shop, kbText({}).replace('123456***012', '999999***999'));
      assert.match(other.text, /등록된 계좌와 맞지 않아/);
      const { token } = await shop.member();
      const page = await paste(shop, kbText({}), token);
      assert.match(page.text, /입금 문자입니다/);
      assert.not.match(page.html, /sms\/register/);
    }));
});
