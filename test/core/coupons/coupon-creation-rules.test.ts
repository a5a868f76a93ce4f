import * as assert from 'uvu/assert';
import { couponCode, windowBound } from '../../../core/coupons/coupon-code-rules.ts';
import {
  appliesTo,
  couponFault,
  type NewCoupon,
  writtenDiscountValue,
} from '../../../core/coupons/coupon-creation-rules.ts';
import { DomainError } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { aCoupon } from './coupon-examples.ts';

const FIXED = { type: 'fixed_amount', discountValue: 1_000 } as const;
const OF_A = { type: 'product_specific', productIds: ['A'] } as const;

suite('what a coupon can be', (test) => {
  const rows: readonly (readonly [string | null, Partial<NewCoupon>])[] = [
    [null, {}],
    [null, { discountValue: 100 }],
    [null, { discountValue: 33.33 }],
    [null, { discountValue: 0.01 }],
    ['discount_value', { discountValue: 100.01 }],
    ['discount_value', { discountValue: 33.333 }],
    ['discount_value', { discountValue: 0 }],
    ['discount_value', { discountValue: -10 }],
    ['discount_value', { discountValue: NaN }],
    ['discount_value', { discountValue: null }],
    [null, { ...FIXED, discountValue: 1 }],
    ['discount_value', { ...FIXED, discountValue: 1000.5 }],
    ['discount_value', { ...FIXED, discountValue: 0 }],
    ['discount_value', { ...FIXED, discountValue: 2 ** 53 }],
    ['discount_value', { ...OF_A, discountValue: 101 }],
    [null, { ...OF_A, discountKind: 'fixed_amount', discountValue: 101 }],
    ['product_ids', { ...OF_A, productIds: [] }],
    [null, { ...OF_A, productIds: [], categoryIds: ['tops'] }],
    [null, { type: 'free_shipping', discountValue: null }],
    ['code', { code: '' }],
    ['code', { code: '..' }],
    ['code', { code: 'A/B' }],
    ['code', { code: '<b>' }],
    ['code', { code: 'X'.repeat(65) }],
    [null, { code: '신규 회원-10%' }],
    ['currency', { currency: 'XXX' }],
    [null, { minimumOrderAmount: 0 }],
    ['minimum_order_amount', { minimumOrderAmount: -1 }],
    ['maximum_order_amount', { minimumOrderAmount: 2, maximumOrderAmount: 1 }],
    ['max_discount_amount', { maximumDiscountAmount: 0 }],
    ['usage_limit', { usageLimit: 0 }],
    ['usage_limit_per_customer', { usageLimitPerCustomer: 1.5 }],
    ['max_units', { maximumUnits: -1 }],
    [null, { validFrom: 5, validUntil: 5 }],
    ['valid_until', { validFrom: 6, validUntil: 5 }],
    ['valid_from', { validFrom: NaN }],
    ['valid_until', { validUntil: NaN }],
  ];
  for (const [index, [field, change]] of rows.entries())
    test(`${field ?? 'nothing'} is wrong with ${JSON.stringify(change)} (${index})`, () => {
      const fault = couponFault({ code: 'TEN', type: 'percentage', discountValue: 10, ...change });
      assert.is(fault?.field ?? null, field);
      if (!fault) return void aCoupon(change);
      assert.throws(
        () => aCoupon(change),
        (error: unknown) => error instanceof DomainError && error.details['rule'] === fault.reason,
      );
    });

  test('a percentage is kept in basis points and told in percent', () => {
    const coupon = aCoupon({ discountValue: 33.3 });
    assert.equal([coupon.discountValue, writtenDiscountValue(coupon)], [3_330, 33.3]);
    assert.is(writtenDiscountValue(aCoupon(FIXED)), 1_000);
    assert.is(writtenDiscountValue(aCoupon({ type: 'free_shipping' })), 0);
  });

  test('whoever names an amount and no currency means won', () => {
    const currencies = [{}, FIXED, { minimumOrderAmount: 1 }, { ...FIXED, currency: 'USD' }].map(
      (change) => aCoupon(change).currency,
    );
    assert.equal(currencies, [null, 'KRW', 'KRW', 'USD']);
  });

  test('what it applies to follows from its type and lists', () => {
    const all = [{}, OF_A, { categoryIds: ['tops'] }, { type: 'free_shipping' } as const];
    assert.equal(
      all.map((change) => appliesTo(aCoupon(change))),
      ['cart_total', 'products', 'products', 'shipping'],
    );
  });
});

suite('codes', (test) => {
  const rows: readonly (readonly [string, string])[] = [
    [' welcome10 ', 'WELCOME10'],
    ['ＷＥＬＣＯＭＥ１０', 'WELCOME10'],
    ['WEL\u200bCOME10\u00a0', 'WELCOME10'],
    ['신규10'.normalize('NFD'), '신규10'],
    ['summer  sale', 'SUMMER  SALE'],
    ['\u0390', '\u03aa\u0301'],
  ];
  for (const [index, [typed, code]] of rows.entries())
    test(`${typed} is ${code} (${index})`, () => {
      assert.is(couponCode(typed), code);
      assert.is(couponCode(code), code);
    });
});

suite('the window of a coupon', (test) => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['2026-12-31', '2026-12-30T15:00:00.000Z', '2026-12-31T14:59:59.999Z'],
    ['2024-02-29', '2024-02-28T15:00:00.000Z', '2024-02-29T14:59:59.999Z'],
    ['2026-03-01T00:00:00+09:00', '2026-02-28T15:00:00.000Z', '2026-02-28T15:00:00.000Z'],
    ['2024-12-31T23:59:59Z', '2024-12-31T23:59:59.000Z', '2024-12-31T23:59:59.000Z'],
    ['2024-12-31T23:59:59.1239z', '2024-12-31T23:59:59.123Z', '2024-12-31T23:59:59.123Z'],
    ['2024-12-31 12:30', '2024-12-31T03:30:00.000Z', '2024-12-31T03:30:00.000Z'],
    ['2024-12-31T12:30-0530', '2024-12-31T18:00:00.000Z', '2024-12-31T18:00:00.000Z'],
  ];
  for (const [written, from, until] of rows)
    test(`${written} is from ${from} until ${until}`, () => {
      assert.is(windowBound(written, 'from'), Date.parse(from));
      assert.is(windowBound(written, 'until'), Date.parse(until));
    });

  for (const written of [
    '',
    'soon',
    '2026-02-30',
    '2026-13-01',
    '2026-1-1',
    '2026-01-01T24:00',
    '20260101',
    '2026-01-01T10:00:60Z',
  ])
    test(`"${written}" is no moment`, () => {
      assert.is(windowBound(written, 'from'), null);
    });
});
