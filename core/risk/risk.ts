import type { Mode, Scope } from '../kernel/scope.ts';

/** What a rule says of an attempt to pay; the closed list of rules. */
export const RISK_RULES = [
  'card_velocity',
  'email_velocity',
  'phone_velocity',
  'address_velocity',
  'amount_outlier',
  'country_mismatch',
  'disposable_email',
] as const;
export type RiskRule = (typeof RISK_RULES)[number];

/** What attempts are counted by. */
export const RISK_SIGNALS = ['card', 'email', 'phone', 'address'] as const;
export type RiskSignalKind = (typeof RISK_SIGNALS)[number];

/** `allow` and `review` let the buyer pay, `block` refuses the attempt. */
export const RISK_DECISIONS = ['allow', 'review', 'block'] as const;
export type RiskDecision = (typeof RISK_DECISIONS)[number];

/** A shop's own fraud rules; what is left out is as in `DEFAULT_RISK_POLICY`. */
export interface RiskPolicy {
  readonly isEnabled?: boolean;
  /** From this score on a person should look. */
  readonly reviewScore?: number;
  /** From this score on the attempt is refused; null refuses nothing. Left out, test mode refuses nothing either. */
  readonly blockScore?: number | null;
  /** What a rule that speaks adds to the score; 0 silences it. */
  readonly weights?: Readonly<Partial<Record<RiskRule, number>>>;
  /** How many attempts within the window are still usual. */
  readonly velocityLimit?: Readonly<Partial<Record<RiskSignalKind, number>>>;
  readonly velocityWindowMs?: number;
  /** An amount above this speaks; null: the rule compares with what the shop usually sells alone. */
  readonly amountMaximum?: number | null;
  /** How many times the shop's usual amount is an outlier. */
  readonly amountFactor?: number;
  /** Countries where buyers and cards usually are; empty: all. */
  readonly countries?: readonly string[];
}

/** A policy in which nothing is left out. */
export interface WholeRiskPolicy extends Required<Omit<RiskPolicy, 'weights' | 'velocityLimit'>> {
  readonly weights: Readonly<Record<RiskRule, number>>;
  readonly velocityLimit: Readonly<Record<RiskSignalKind, number>>;
}

/** Who wants to pay, as far as it is known. */
export interface RiskBuyer {
  readonly email: string | null;
  readonly phone: string | null;
  /** The network address that he calls from: IPv4 or IPv6. */
  readonly address: string | null;
  /** Countries: ISO 3166, two letters. */
  readonly country: string | null;
  readonly shippingCountry: string | null;
  /** Of a card that is known before it is charged; others become known by the gateway's answer (`assessCard`). */
  readonly cardFingerprint?: string | null;
  readonly cardCountry?: string | null;
}

/** What a shop is usually paid: so many payments in this currency, and the one in the middle of them. */
export interface UsualAmount {
  readonly currency: string;
  readonly count: number;
  /** In the smallest unit; 0 when `count` is. */
  readonly amount: number;
}

/** All that the rules look at; nothing in it tells who the buyer is, so that it may be stored. */
export interface RiskFacts {
  /** Which try of the payment it is, from 1 on. */
  readonly attemptNumber: number;
  /** In the smallest unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly usual: UsualAmount | null;
  /** Attempts within the window, this one among them; 0 for what is not known of this one. */
  readonly attempts: Readonly<Record<RiskSignalKind, number>>;
  /** Two capital letters each; null for what is not known. */
  readonly countries: {
    readonly buyer: string | null;
    readonly card: string | null;
    readonly shipping: string | null;
  };
  readonly isDisposableEmail: boolean;
}

/** A rule that has spoken. */
export interface RiskReason {
  readonly rule: RiskRule;
  /** What it adds to the score. */
  readonly weight: number;
  /** What it has seen: a count, an amount, or countries (`KR US`). 1 for a disposable address. */
  readonly observed: number | string;
  /** The most that would have been usual; for countries those of the policy, null when it names none. */
  readonly limit: number | string | null;
}

/** What the rules say of an attempt. */
export interface RiskVerdict {
  /** Σ weights of the reasons. */
  readonly score: number;
  readonly decision: RiskDecision;
  /** In the order of `RISK_RULES`. */
  readonly reasons: readonly RiskReason[];
}

/** A verdict as it was given, for ever. */
export interface RiskAssessment extends RiskVerdict {
  /** `rsk_…` */
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  /** Null for a payment without a shop. */
  readonly shopId: string | null;
  readonly sessionId: string | null;
  readonly paymentId: string;
  /** The attempt whose card the gateway has told; null: given before an attempt began, which it may have prevented. */
  readonly attemptId: string | null;
  /** The assessment before the attempt, of which this is the better-informed one: both count as one. */
  readonly replaces: string | null;
  /** In the smallest unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly facts: RiskFacts;
  readonly createdAt: number;
}

/** One attempt under one thing that it is counted by. */
export interface RiskSignal extends Scope {
  /** What the attempt is: the id of its assessment, or its own. */
  readonly subjectId: string;
  /** A keyed hash (hex) of `card:…`, `email:…`, `phone:…` or `address:…`: whose it is does not leave it. */
  readonly hash: string;
  readonly createdAt: number;
}

/** Knows the providers of e-mail addresses that are thrown away after a minute. */
export interface DisposableEmails {
  /** Of the domain of an address, or one above it: `mailinator.com`. Case and a dot at the end do not matter. */
  isDisposable(domain: string): boolean;
}
