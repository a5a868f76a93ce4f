import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { RiskAssessment, RiskDecision, RiskSignal } from './risk.ts';

/** Which assessments of a shop. */
export interface RiskFilter {
  readonly decision?: RiskDecision | undefined;
}

/** Which payments of a shop: paid in this currency on these days (`seoulDay`), both inclusive. */
export interface PaidQuery {
  readonly shopId: string;
  readonly currency: string;
  readonly from: number;
  readonly to: number;
}

/** Some payments that were made on one day in one way: how many, and how much they were together. */
export interface PaidGroup {
  readonly count: number;
  readonly amount: number;
}

/** The rows of assessments and signals. */
export interface RiskRepository {
  /** Adds those that are not there: an attempt counts once under each hash. */
  addSignals(signals: readonly RiskSignal[]): Promise<void>;
  /** How many signals each of these hashes has since then, that moment not included; those without any are left out. */
  countSignals(scope: Scope, hashes: readonly string[], since: number): Promise<ReadonlyMap<string, number>>;
  /** Forgets at most `limit` attempts' signals of that moment or before, of all scopes; answers of how many attempts. */
  purgeSignals(until: number, limit: number): Promise<number>;
  /** False when the attempt has an assessment already, or the one that this replaces has been replaced. */
  insert(assessment: RiskAssessment): Promise<boolean>;
  /** The assessment that was made when the card of this attempt became known. */
  findOfAttempt(scope: Scope, attemptId: string): Promise<RiskAssessment | null>;
  /** Newest first. */
  listOfPayment(scope: Scope, paymentId: string, limit: number): Promise<RiskAssessment[]>;
  /** Newest first. */
  list(scope: Scope, shopId: string, filter: RiskFilter, cursor: Cursor): Promise<Page<RiskAssessment>>;
  /** What the shop was paid, in groups of a day and a method; what was free is left out. */
  listPaid(scope: Scope, query: PaidQuery): Promise<PaidGroup[]>;
}
