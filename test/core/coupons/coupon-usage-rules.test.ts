import * as assert from 'uvu/assert';
import {
  COUPON_USE_TRANSITIONS,
  type CouponCustomer,
  customerKeys,
  holdUse,
  moveUse,
  useRefusal,
} from '../../../core/coupons/coupon-usage-rules.ts';
import { DomainError } from '../../../core/index.ts';
import { unreachable } from '../../../core/kernel/machine.ts';
import { suite } from '../../support/suite.ts';
import { aCoupon } from './coupon-examples.ts';

suite('who a customer is', (test) => {
  const rows: readonly (readonly [CouponCustomer, readonly string[]])[] = [
    [{}, []],
    [{ customerId: '', email: '  ', phone: '-' }, []],
    [{ customerId: 'c1', email: ' A@X.kr ' }, ['id:c1', 'email:a@x.kr']],
    [{ email: 'a@x.kr\u200b' }, ['email:a@x.kr']],
    [{ phone: '010-1234-5678' }, ['phone:01012345678']],
    [{ phone: '+82 10 1234 5678' }, ['phone:01012345678']],
    [{ phone: '+82 (0)10-1234-5678' }, ['phone:01012345678']],
    [{ phone: '0082 10 1234 5678' }, ['phone:01012345678']],
    [{ phone: '+1 415 555 0100' }, ['phone:+14155550100']],
  ];
  for (const [customer, keys] of rows)
    test(`${JSON.stringify(customer)} is ${keys.join(' and ') || 'nobody'}`, () => {
      assert.equal(customerKeys(customer), keys);
    });
});

suite('limits of use', (test) => {
  const nobody = { keys: [], count: 0 };
  const somebody = { keys: ['id:c1'], count: 1 };

  test('uses that are held count like uses that are redeemed', () => {
    const coupon = { ...aCoupon({ usageLimit: 3 }), usedCount: 1, heldCount: 1 };
    assert.is(useRefusal(coupon, nobody), null);
    assert.is(useRefusal(holdUse(coupon), nobody), 'usage_limit_reached');
    assert.is(useRefusal(moveUse(holdUse(coupon), 'held', 'redeemed'), nobody), 'usage_limit_reached');
    assert.is(useRefusal(moveUse(holdUse(coupon), 'held', 'released'), nobody), null);
  });

  test('a customer has his own limit, and must be somebody then', () => {
    const coupon = aCoupon({ usageLimitPerCustomer: 1 });
    assert.is(useRefusal(coupon, nobody), 'customer_required');
    assert.is(useRefusal(coupon, somebody), 'customer_limit_reached');
    assert.is(useRefusal(coupon, { ...somebody, count: 0 }), null);
    assert.is(useRefusal({ ...coupon, usageLimitPerCustomer: 2 }, somebody), null);
  });

  test('a coupon without limits is good for everybody', () => {
    assert.is(useRefusal({ ...aCoupon(), usedCount: 1e9 }, nobody), null);
  });

  test('a use that was given back can be used again', () => {
    const used = moveUse(holdUse(aCoupon({ usageLimit: 1 })), 'held', 'redeemed');
    const back = moveUse(used, 'redeemed', 'given_back');
    assert.equal([back.usedCount, back.heldCount, useRefusal(back, nobody)], [0, 0, null]);
  });

  test('every state of a use can be reached, and none twice', () => {
    assert.equal(unreachable(COUPON_USE_TRANSITIONS, 'held'), []);
    const coupon = { ...aCoupon(), usedCount: 1 };
    for (const [from, to] of [
      ['redeemed', 'redeemed'],
      ['released', 'redeemed'],
      ['redeemed', 'released'],
    ] as const)
      assert.throws(
        () => moveUse(coupon, from, to),
        (error: unknown) => error instanceof DomainError,
      );
  });
});
