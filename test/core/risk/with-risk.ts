import { disposableEmails } from '../../../adapters/risk/disposable-emails.ts';
import { secretBox } from '../../../adapters/system/secret-box.ts';
import {
  createRiskService,
  type Instrument,
  newAttempt,
  newPayment,
  type Payment,
  type PaymentAttempt,
  type RiskAssessment,
  type RiskBuyer,
  type RiskPolicy,
  type RiskService,
  type Scope,
  seoulDay,
} from '../../../core/index.ts';
import { buildCore, type TestCore } from '../../support/build-core.ts';
import { UNKNOWN_BUYER } from '../../support/risk-fixtures.ts';

export const MINUTE = 60_000;
/** The shop of which attempts are. */
export const SHOP = 'shop_risk';
/** A buyer of whom all is known but his card. */
export const HONG: RiskBuyer = {
  email: 'hong@example.com',
  phone: '010-1234-5678',
  address: '203.0.113.7',
  country: 'KR',
  shippingCountry: null,
};
/** Somebody of whom the e-mail alone is known. */
export const OTHER: RiskBuyer = { ...UNKNOWN_BUYER, email: 'other@example.com' };

/** Fraud rules on a database of their own. */
export interface World extends Pick<TestCore, 'storage' | 'knex' | 'clock'> {
  readonly risk: RiskService;
  readonly live: Scope;
  readonly test: Scope;
  /** A payment of no session unless told otherwise. */
  payment(change?: Partial<Payment>): Payment;
  attempt(payment: Payment): PaymentAttempt;
  /** Tries to pay so many times; answers what was said of the last one. */
  tries(
    times: number,
    buyer: RiskBuyer,
    change?: { scope?: Scope; policy?: RiskPolicy },
  ): Promise<RiskAssessment>;
  /** The gateway tells the card of an attempt. */
  hears(payment: Payment, attempt: PaymentAttempt, card: Partial<Instrument>): Promise<RiskAssessment | null>;
  /** What is counted of the shop, as `metric detail: count`. */
  tallied(day?: number): Promise<string[]>;
}

/** Runs a test with the service on real SQLite. */
export async function withWorld(work: (world: World) => Promise<void>): Promise<void> {
  const { storage, knex, clock, random, merchant, close } = await buildCore({ unchecked: true });
  const box = secretBox(Buffer.alloc(32, 7));
  const risk = createRiskService({
    storage,
    clock,
    random,
    secretBox: box,
    disposableEmails: disposableEmails(),
  });
  const live: Scope = { merchantId: merchant.id, mode: 'live' };
  const payment = (change: Partial<Payment> = {}): Payment => ({
    ...newPayment(live, random.id('pay'), { amount: 29_900, currency: 'KRW', method: null }, clock.now()),
    ...change,
  });
  const world: World = {
    storage,
    knex,
    clock,
    risk,
    live,
    test: { ...live, mode: 'test' },
    payment,
    attempt: (of) =>
      newAttempt(
        of,
        random.id('att'),
        { gateway: 'sandbox', method: 'card', instalmentMonths: null, returnUrl: null },
        clock.now(),
      ),
    tries: async (times, buyer, { scope = live, policy } = {}) => {
      const asked = { shopId: SHOP, policy: policy ?? null, buyer };
      for (let n = 1; n < times; n += 1)
        await risk.assess(scope, { ...asked, payment: payment({ ...scope }) });
      return risk.assess(scope, { ...asked, payment: payment({ ...scope }) });
    },
    hears: (of, attempt, card) => {
      const instrument: Instrument = { type: 'card', brand: 'shinhan', last4: '1234', ...card };
      return storage.transaction((tx) => risk.assessCard(tx, { payment: of, attempt, instrument }));
    },
    tallied: async (day = seoulDay(clock.now())) => {
      const tallies = await storage.tallies.list(live, { subject: SHOP, from: day, to: day });
      return tallies
        .filter(({ metric, count }) => metric.startsWith('risk.') && count !== 0)
        .map(({ metric, detail, count }) => `${metric} ${detail}: ${count}`);
    },
  };
  try {
    await work(world);
  } finally {
    await close();
  }
}

export const rulesOf = ({ reasons }: Pick<RiskAssessment, 'reasons'>): string[] =>
  reasons.map(({ rule }) => rule);
