import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  lineRefund,
  releaseRefund,
  retainRefund,
  taxParts,
  taxPartsOf,
  unitsWorth,
} from '../../../core/coupons/coupon-refund-rules.ts';
import { evaluateCoupons } from '../../../core/coupons/coupon-rules.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';
import { aCart, aCoupon, aLine } from './coupon-examples.ts';

suite('what an order with coupons gives back', (test) => {
  test('five of six units take five sixths of the discount with them', () => {
    const line = { unitPrice: 50_000, quantity: 6, discount: 30_000 };
    assert.is(lineRefund(line, 5), 225_000);
    assert.is(lineRefund(line, 1, 5), 45_000);
  });

  const paidLines = fc
    .record({
      unitPrice: fc.nat({ max: 100_000 }),
      quantity: fc.integer({ min: 1, max: 20 }),
      part: fc.nat({ max: 100 }),
    })
    .map(({ unitPrice, quantity, part }) => ({
      unitPrice,
      quantity,
      discount: Math.floor((unitPrice * quantity * part) / 100),
    }));

  test('units that come back one by one give exactly what was paid, and never less than nothing', () => {
    fc.assert(
      fc.property(paidLines, (line) => {
        const refunds = Array.from({ length: line.quantity }, (_, before) => lineRefund(line, 1, before));
        assert.ok(refunds.every((refund) => refund >= 0 && refund <= line.unitPrice));
        const all = refunds.reduce((sum, refund) => sum + refund, 0);
        assert.is(all, line.unitPrice * line.quantity - line.discount);
        assert.is(unitsWorth(line, line.quantity), all);
      }),
      { numRuns: 1_000 },
    );
  });

  test('retaining never gives back less than releasing, and both give all of it for all goods', () => {
    const orders = fc
      .record({
        list: fc.integer({ min: 1, max: 1_000_000 }),
        off: fc.nat({ max: 100 }),
        back: fc.nat({ max: 100 }),
      })
      .map(({ list, off, back }) => ({
        list,
        paid: list - Math.floor((list * off) / 100),
        returned: Math.floor((list * back) / 100),
      }));
    fc.assert(
      fc.property(orders, (order) => {
        const retained = retainRefund(order);
        assert.ok(retained >= 0 && retained <= order.paid && retained >= releaseRefund(order));
        const whole = { ...order, returned: order.list };
        assert.equal([retainRefund(whole), releaseRefund(whole)], [order.paid, order.paid]);
      }),
      { numRuns: 1_000 },
    );
  });
});

suite('tax', (test) => {
  const rows: readonly (readonly [number, number, number, number])[] = [
    [37_400, 0, 34_000, 3_400],
    [163_020, 0, 148_200, 14_820],
    [11_000, 10_000, 909, 91],
    [22_000, 0, 20_000, 2_000],
    [25_000, 8_333, 15_152, 1_515],
    [0, 0, 0, 0],
  ];
  for (const [total, taxFree, supply, vat] of rows)
    test(`${total} with ${taxFree} tax-free is ${supply} and ${vat} of VAT`, () => {
      assert.equal(taxParts(total, taxFree), { total, taxFree, supply, vat });
    });

  test("a tax-free line is worth what the shop's discount and coupons leave of it", () => {
    const cart = aCart([20_000, aLine(10_000, { isTaxFree: true })], {
      shippingFee: 3_000,
      discountAmount: 3_000,
    });
    const { taxFree, total } = taxPartsOf(cart, evaluateCoupons(cart, [aCoupon()], NOW));
    assert.equal([total, taxFree], [27_000, 8_000]);
  });
});
