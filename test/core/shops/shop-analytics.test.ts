import * as assert from 'uvu/assert';
import { shopReport } from '../../../core/shops/shop-analytics.ts';
import { sampleTally } from '../../support/checkout-fixtures.ts';
import { suite } from '../../support/suite.ts';

suite('shop report', (test) => {
  test('of nothing there is nothing', () => {
    assert.equal(shopReport([]), { totals: [], byDay: [], byMethod: [], riskDecisions: [], riskReasons: [] });
  });

  test('conversion is payments of sessions, with four decimals, and 0 without sessions', () => {
    const of = (sessions: number, payments: number): number | undefined =>
      shopReport([
        sampleTally({ metric: 'session.created', detail: '', count: sessions }),
        sampleTally({ count: payments }),
      ]).totals[0]?.conversion;
    assert.equal([of(3, 1), of(3, 2), of(8, 8), of(0, 1)], [0.3333, 0.6667, 1, 0]);
  });

  test('currencies, days and methods are kept apart, and their sums agree', () => {
    const tallies = [
      sampleTally({ metric: 'session.created', detail: '', count: 2, amount: 0 }),
      sampleTally({ detail: 'card', count: 1, amount: 100 }),
      sampleTally({ detail: 'kakao_pay', count: 3, amount: 30, day: 19_001 }),
      sampleTally({ detail: 'card', currency: 'USD', count: 5, amount: 7, day: 18_999 }),
      sampleTally({ metric: 'refund.succeeded', detail: '', count: 2, amount: 40 }),
      sampleTally({ metric: 'coupon.discount', detail: '', amount: 9 }),
    ];
    const { totals, byDay, byMethod } = shopReport(tallies);
    assert.equal(
      totals.map(({ currency, payments, amount }) => [currency, payments, amount]),
      [
        ['KRW', 4, 130],
        ['USD', 5, 7],
      ],
    );
    assert.equal([totals[0]?.refunds, totals[0]?.refunded, totals[0]?.discount], [2, 40, 9]);
    assert.equal(
      byDay.map(({ day, currency, amount }) => [day, currency, amount]),
      [
        [18_999, 'USD', 7],
        [19_000, 'KRW', 100],
        [19_001, 'KRW', 30],
      ],
    );
    assert.equal(
      byMethod.map(({ method, currency, payments }) => [method, currency, payments]),
      [
        ['card', 'USD', 5],
        ['kakao_pay', 'KRW', 3],
        ['card', 'KRW', 1],
      ],
    );
  });

  test('what was judged anew, and so counts no more, is left out', () => {
    const review = sampleTally({ metric: 'risk.decision', detail: 'review', count: 1 });
    const { riskDecisions, riskReasons, totals } = shopReport([
      review,
      { ...review, day: 19_001, count: -1 },
      { ...review, detail: 'block', count: 2 },
      { ...review, metric: 'risk.reason', detail: 'amount_outlier', count: 2 },
    ]);
    assert.equal(riskDecisions, [{ name: 'block', count: 2 }]);
    assert.equal(riskReasons, [{ name: 'amount_outlier', count: 2 }]);
    assert.equal(totals, []);
  });
});
