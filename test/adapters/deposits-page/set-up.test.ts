import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import type { Seen } from './operator.ts';
import { deposit, enter } from './owner.ts';
import { withDeposits } from './with-deposits.ts';

suite('deposits page: what the owner sets up', (test) => {
  test('a phone is registered, shown with its guides, given a new address, switched off and on', () =>
    withDeposits(async (shop) => {
      const { press, own } = await enter(shop);
      const page = await press('/devices', { name: '창고 <폰>' });
      assert.is(page.h1, '창고 <폰>');
      assert.match(page.notice ?? '', /휴대폰을 등록했습니다/);
      const tokenIn = ({ html }: Seen) => /bank-sms\/(kcd_\w+)/.exec(html)?.[1] ?? '';
      const token = tokenIn(page);
      assert.ok(page.text.includes(`${shop.url}/api/v1/webhooks/bank-sms/${token}`));
      const device = await shop.core.devices.findByToken(token);
      assert.ok(device);
      const rotated = await own.press(page, '/rotate');
      assert.match(rotated.notice ?? '', /새 주소와 비밀키/);
      assert.is(await shop.core.devices.findByToken(token), null);
      const signed = await own.press(rotated, '/signed');
      assert.match(signed.text, /서명 필수 끄기/);
      assert.is((await shop.core.devices.findByToken(tokenIn(rotated)))?.requiresSignature, true);
      const unsigned = await own.press(signed, '/unsigned');
      const off = await own.press(unsigned, '/off');
      assert.match(off.text, /꺼져 있습니다/);
      assert.is(tokenIn(off), '');
      assert.is(await shop.core.devices.findByToken(tokenIn(rotated)), null);
      const on = await own.press(off, '/on');
      assert.is(tokenIn(on), tokenIn(rotated));
      assert.ok(await shop.core.devices.findByToken(tokenIn(on)));
    }));

  test('a phone that has been silent for too long is flagged, before the job notices as well', () =>
    withDeposits(async (shop) => {
      await deposit(shop);
      const { look } = await enter(shop);
      assert.match((await look()).text, /매장 휴대폰 연결됨 마지막 신호 방금 전/);
      shop.clock.advance(3 * 60_000);
      assert.match((await look()).text, /연결됨 마지막 신호 3분 전/);
      shop.clock.advance(24 * 3_600_000);
      assert.match(
        (await look()).text,
        /응답하지 않습니다: 매장 휴대폰 .*놓치고 있을 수 있습니다.*응답 없음 마지막 신호 어제/,
      );
    }));

  test('an account is registered once, with its bank, and can be left unused', () =>
    withDeposits(async (shop) => {
      const { press, own } = await enter(shop);
      const form = { bank: '088', number: '110-123-456789', holder: '루나' };
      const page = await press('/accounts', form);
      assert.is(page.notice, '계좌를 등록했습니다.');
      assert.match(page.text, /신한은행 110-123-456789 루나 사용 중지/);
      assert.is((await press('/accounts', form)).notice, '이미 등록되어 있습니다.');
      for (const wrong of [{ number: '1' }, { number: 'x' }, { bank: '999' }, { holder: ' ' }])
        assert.match((await press('/accounts', { ...form, ...wrong })).notice ?? '', /올바르지 않습니다/);
      const off = await press(`/accounts/${shop.accountId}/off`);
      assert.match(off.text, /국민은행 123-456-789012 루나 상점 사용 안 함 다시 사용/);
      assert.match((await own.press(off, `/accounts/${shop.accountId}/on`)).notice ?? '', /다시 사용합니다/);
    }));

  test('the policy says what it allows, with a warning, and is kept', () =>
    withDeposits(async (shop) => {
      const { press, look } = await enter(shop);
      assert.match((await look()).text, /위험합니다. 계좌번호를 아는 사람은 누구나/);
      const sent = { unsigned: 'yes', 'amount-only': 'yes', grace: '45', keep: '0' };
      assert.is((await press('/policy', sent)).notice, '매칭 규칙을 저장했습니다.');
      const policy = async () =>
        (await shop.core.workspaces.get(shop.actor, shop.workspaceId)).workspace.policy;
      const kept = { allowUnsignedSms: true, matchAmountOnly: true, graceMinutes: 45, keepSmsDays: 0 };
      assert.equal(await policy(), kept);
      for (const wrong of [{ grace: '-1' }, { grace: '10081' }, { keep: '1.5' }, { keep: '' }])
        assert.match((await press('/policy', { ...sent, ...wrong })).notice ?? '', /올바르지 않습니다/);
      assert.equal(await policy(), kept);
      await press('/policy', { grace: '30', keep: '90' });
      assert.is((await policy()).allowUnsignedSms, false);
    }));

  test('what was done and what was refused is told in English as well', () =>
    withDeposits(async (shop) => {
      const { press } = await enter(shop, 'en');
      assert.is((await press('/policy', { grace: '1', keep: '1' })).notice, 'The matching rules are saved.');
      assert.match(
        (await press('/policy', { grace: 'x', keep: '1' })).notice ?? '',
        /^Something is not valid/,
      );
    }));
});
