import type { CouponRefusal } from '../../core/index.ts';
import type { Language } from './language.ts';

/** What a buyer reads when a coupon gives nothing: what is the matter and, where there is something, what to do. */
const TEXTS: Readonly<Record<CouponRefusal, Readonly<Record<Language, string>>>> = {
  not_found: {
    ko: '존재하지 않는 쿠폰 코드입니다. 코드를 다시 확인해 주세요.',
    en: 'There is no coupon with this code. Please check it again.',
  },
  inactive: {
    ko: '지금은 사용할 수 없는 쿠폰입니다.',
    en: 'This coupon cannot be used at the moment.',
  },
  not_yet_valid: {
    ko: '아직 사용 기간이 시작되지 않은 쿠폰입니다.',
    en: 'This coupon is not valid yet.',
  },
  expired: { ko: '사용 기간이 지난 쿠폰입니다.', en: 'This coupon has expired.' },
  currency_mismatch: {
    ko: '이 주문의 통화로는 사용할 수 없는 쿠폰입니다.',
    en: 'This coupon is for another currency.',
  },
  minimum_not_met: {
    ko: '최소 주문 금액을 채워야 사용할 수 있는 쿠폰입니다.',
    en: 'The order is below the least amount for this coupon.',
  },
  maximum_exceeded: {
    ko: '주문 금액이 이 쿠폰의 최대 주문 금액을 넘었습니다.',
    en: 'The order is above the greatest amount for this coupon.',
  },
  not_applicable_to_cart: {
    ko: '주문하신 상품에는 사용할 수 없는 쿠폰입니다.',
    en: 'This coupon is not good for anything in your order.',
  },
  no_effect: {
    ko: '이 쿠폰으로 더 할인받을 금액이 없습니다.',
    en: 'There is nothing left for this coupon to take off.',
  },
  already_applied: { ko: '이미 적용된 쿠폰입니다.', en: 'This coupon is applied already.' },
  not_combinable: {
    ko: '다른 쿠폰과 함께 사용할 수 없는 쿠폰이 있습니다.',
    en: 'These coupons cannot be used together.',
  },
  usage_limit_reached: {
    ko: '준비된 수량이 모두 소진된 쿠폰입니다.',
    en: 'This coupon has been used up.',
  },
  customer_limit_reached: {
    ko: '이 쿠폰을 사용할 수 있는 횟수를 모두 사용하셨습니다.',
    en: 'You have used this coupon as often as it allows.',
  },
  customer_required: {
    ko: '이메일이나 휴대폰 번호를 먼저 입력해야 사용할 수 있는 쿠폰입니다.',
    en: 'Please enter your e-mail address or phone number first to use this coupon.',
  },
};

/** Why a coupon was refused, as one sentence for the buyer. */
export function couponText(reason: CouponRefusal, language: Language): string {
  return TEXTS[reason][language];
}
