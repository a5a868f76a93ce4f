import type { RiskAssessment, RiskBuyer, RiskFacts, RiskSignal } from '../../core/risk/risk.ts';
import { NOW, SCOPE, sampleId } from './fixtures.ts';

/** Nobody knows anything of him. */
export const UNKNOWN_BUYER: RiskBuyer = {
  email: null,
  phone: null,
  address: null,
  country: null,
  shippingCountry: null,
};

/** An attempt of ₩29,900 in which no rule sees anything. */
export function sampleFacts(change: Partial<RiskFacts> = {}): RiskFacts {
  return {
    amount: 29_900,
    currency: 'KRW',
    usual: { currency: 'KRW', count: 1_000, amount: 30_000 },
    attempts: { card: 1, email: 1, phone: 1, address: 1 },
    countries: { buyer: 'KR', card: 'KR', shipping: 'KR' },
    isDisposableEmail: false,
    attemptNumber: 1,
    ...change,
  };
}

/** An assessment with something in every column that may be empty. Each has an attempt and a payment of its own. */
export function sampleAssessment(change: Partial<RiskAssessment> = {}): RiskAssessment {
  return {
    id: sampleId('rsk'),
    ...SCOPE,
    shopId: 'shop_1',
    sessionId: sampleId('cs'),
    paymentId: sampleId('pay'),
    attemptId: sampleId('att'),
    replaces: sampleId('rsk'),
    amount: 29_900,
    currency: 'KRW',
    score: 90,
    decision: 'review',
    reasons: [
      { rule: 'card_velocity', weight: 60, observed: 6, limit: 5 },
      { rule: 'country_mismatch', weight: 30, observed: 'KR US', limit: null },
    ],
    facts: sampleFacts({ countries: { buyer: 'KR', card: 'US', shipping: null } }),
    createdAt: NOW,
    ...change,
  };
}

/** A signal of an attempt of its own. */
export function sampleSignal(change: Partial<RiskSignal> = {}): RiskSignal {
  return { subjectId: sampleId('rsk'), ...SCOPE, hash: 'a'.repeat(64), createdAt: NOW, ...change };
}
