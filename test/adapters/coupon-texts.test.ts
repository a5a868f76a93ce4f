import * as assert from 'uvu/assert';
import { couponText } from '../../adapters/http/coupon-texts.ts';
import { suite } from '../support/suite.ts';

suite('what buyers read of coupons', (test) => {
  test('is in the language that they have asked for, and says what to do about a missing address', () => {
    assert.is(couponText('expired', 'ko'), '사용 기간이 지난 쿠폰입니다.');
    assert.is(couponText('expired', 'en'), 'This coupon has expired.');
    assert.match(couponText('customer_required', 'en'), /e-mail address or phone number/);
  });
});
