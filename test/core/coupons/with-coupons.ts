import * as assert from 'uvu/assert';
import type { Knex } from 'knex';
import { secretBox } from '../../../adapters/system/secret-box.ts';
import { systemRandom } from '../../../adapters/system/system-random.ts';
import { type CouponService, createCouponService } from '../../../core/coupons/coupon-service.ts';
import type { NewCoupon } from '../../../core/coupons/coupon-creation-rules.ts';
import {
  type CouponUsePorts,
  giveBackCoupons,
  holdCoupon,
  redeemCoupons,
  rekeyCustomer,
  releaseCoupons,
} from '../../../core/coupons/use-coupons.ts';
import type { CheckoutSession, Coupon, Scope, SessionCustomer, Storage } from '../../../core/index.ts';
import { assertCoupons } from '../../support/assert-coupons.ts';
import { aCustomer } from '../../support/coupon-fixtures.ts';
import { NOW, SCOPE } from '../../support/fixtures.ts';
import { withMemory } from '../../support/storage.ts';

/** A session as far as coupons know it. */
export type Buyer = Pick<CheckoutSession, 'id' | 'merchantId' | 'mode' | 'customer' | 'currency' | 'coupons'>;

/** A session of somebody about whom this is known. */
export function aBuyer(id: string, customer: Partial<SessionCustomer> = {}, scope: Scope = SCOPE): Buyer {
  return { id, ...scope, customer: aCustomer(customer), currency: 'KRW', coupons: [] };
}

/** The buyer with what a coupon has taken off. */
export function withDiscount(
  buyer: Buyer,
  { id, code, nameKo, nameEn, type }: Coupon,
  amount: number,
): Buyer {
  const taken = { couponId: id, code, nameKo, nameEn, type, value: 10, amount };
  return { ...buyer, coupons: [...buyer.coupons, taken] };
}

/** The service, the functions each in a unit of work of its own, and a clock that only a test moves. */
export interface Coupons {
  readonly storage: Storage;
  readonly knex: Knex;
  readonly service: CouponService;
  readonly ports: CouponUsePorts;
  readonly clock: { now(): number; advance(ms: number): void };
  create(input?: Partial<NewCoupon>): Promise<Coupon>;
  /** The coupon as it is now. */
  read(coupon: Coupon): Promise<Coupon>;
  hold(coupon: Coupon, buyer: Buyer): Promise<Coupon>;
  release(buyer: Buyer, couponIds?: readonly string[]): Promise<void>;
  redeem(buyer: Buyer, paid?: number): Promise<void>;
  giveBack(buyer: Buyer, paid?: number): Promise<void>;
  rekey(buyer: Buyer, customer: Partial<SessionCustomer>): Promise<void>;
  /** Uses held and uses redeemed, as the coupon says. */
  counters(coupon: Coupon): Promise<readonly [number, number]>;
}

/** Runs a test on an SQLite database in memory and checks the promises about coupons afterwards. */
export function withCoupons(work: (coupons: Coupons) => Promise<void>): Promise<void> {
  return withMemory(async (storage, { knex }) => {
    await work(couponsOn(storage, knex));
    await assertCoupons(knex);
  });
}

function couponsOn(storage: Storage, knex: Knex): Coupons {
  let now = NOW;
  const clock = { now: () => now, advance: (ms: number) => void (now += ms) };
  const ports = { clock, random: systemRandom(clock), secretBox: secretBox(Buffer.alloc(32, 7)) };
  const service = createCouponService({ storage, ...ports });
  const read = async ({ id }: Coupon): Promise<Coupon> => {
    const found = await storage.coupons.find(SCOPE, id);
    assert.ok(found);
    return found;
  };
  const sale = (paid: number) => ({ at: now, paid });
  return {
    storage,
    knex,
    service,
    ports,
    clock,
    read,
    create: (input) =>
      service.create(SCOPE, { code: 'TEN', type: 'percentage', discountValue: 10, ...input }),
    hold: (coupon, session) => storage.transaction((tx) => holdCoupon(tx, ports, { coupon, session })),
    release: (buyer, couponIds) => storage.transaction((tx) => releaseCoupons(tx, ports, buyer, couponIds)),
    redeem: (buyer, paid = 0) => storage.transaction((tx) => redeemCoupons(tx, buyer, sale(paid))),
    giveBack: (buyer, paid = 0) => storage.transaction((tx) => giveBackCoupons(tx, buyer, sale(paid))),
    rekey: (buyer, customer) =>
      storage.transaction((tx) => rekeyCustomer(tx, ports, buyer, aCustomer(customer))),
    counters: async (coupon) => {
      const { heldCount, usedCount } = await read(coupon);
      return [heldCount, usedCount];
    },
  };
}
