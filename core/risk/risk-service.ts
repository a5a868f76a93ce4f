import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Payment } from '../payments/payment.ts';
import type { Repositories, Storage } from '../storage.ts';
import { assessCard, type CardNews } from './assess-card.ts';
import {
  aboutPayment,
  type AssessPorts,
  blankFacts,
  countAttempts,
  storeAssessment,
  subjectOf,
  usualOf,
} from './record-assessment.ts';
import type { DisposableEmails, RiskAssessment, RiskBuyer, RiskFacts, RiskPolicy } from './risk.ts';
import type { RiskFilter } from './risk-repository.ts';
import { assessRisk, VELOCITY_WINDOW_MAX_MS, wholePolicy } from './risk-rules.ts';
import { countriesOf, emailDomain, signalKeys } from './risk-signal-rules.ts';

/** What the service needs from outside. */
export interface RiskPorts extends AssessPorts {
  readonly storage: Storage;
  readonly disposableEmails: DisposableEmails;
}

/** An attempt that is about to begin. */
export interface AssessAttempt {
  readonly payment: Payment;
  /** Null for a payment without a shop: it is judged and counted under its buyer, but in no shop's analytics. */
  readonly shopId: string | null;
  /** The shop's own rules; null: the default ones. */
  readonly policy: RiskPolicy | null;
  readonly buyer: RiskBuyer;
}

/** More than a payment is ever tried. */
const OF_PAYMENT_MAX = 100;

export type RiskService = ReturnType<typeof createRiskService>;

/** Judges attempts to pay by the shop's fraud rules, and remembers every verdict. */
export function createRiskService(ports: RiskPorts) {
  const { storage, clock, disposableEmails } = ports;

  /**
   * Judges an attempt before it begins and counts it under everything that is known of its buyer. Refuses nothing: the
   * caller refuses an attempt whose `decision` is `block`. A shop that has switched the rules off is told `allow`, and
   * its attempts are counted all the same.
   */
  async function assess(scope: Scope, asked: AssessAttempt): Promise<RiskAssessment> {
    const { payment, shopId, policy, buyer } = asked;
    const usual = await usualOf(storage, scope, { payment, shopId, at: clock.now() });
    const domain = emailDomain(buyer.email);
    const isDisposableEmail = domain !== null && disposableEmails.isDisposable(domain);
    const { velocityWindowMs: windowMs } = wholePolicy(policy, scope.mode);
    return storage.transaction(async (tx) => {
      const about = aboutPayment(ports, payment, shopId);
      // The attempt that would begin, however often the button was pressed for it.
      const id = subjectOf(payment, payment.attemptCount + 1);
      const counted = { scope, id, keys: signalKeys(buyer), windowMs };
      const facts: RiskFacts = {
        ...blankFacts(payment, usual),
        attempts: await countAttempts(tx, ports, counted),
        countries: countriesOf(buyer),
        isDisposableEmail,
      };
      const assessment = { ...about, ...assessRisk(facts, policy, scope.mode), facts };
      await storeAssessment(tx, assessment, null);
      return assessment;
    });
  }

  /** Newest first; those of one decision when the filter names one. */
  const list = (
    scope: Scope,
    shopId: string,
    filter: RiskFilter,
    cursor: Cursor,
  ): Promise<Page<RiskAssessment>> => storage.risk.list(scope, shopId, filter, cursor);

  /** Of one payment, newest first; empty for a payment that is not this merchant's in this mode. */
  const ofPayment = (scope: Scope, paymentId: string): Promise<RiskAssessment[]> =>
    storage.risk.listOfPayment(scope, paymentId, OF_PAYMENT_MAX);

  /** For a job: forgets signals of at most `limit` attempts that no policy can count any more; answers of how many. */
  const purgeSignals = (limit: number): Promise<number> =>
    storage.risk.purgeSignals(clock.now() - VELOCITY_WINDOW_MAX_MS, limit);

  return {
    assess,
    /** See the function of that name; for whoever hears what became of an attempt, in that unit of work. */
    assessCard: (tx: Repositories, news: CardNews): Promise<RiskAssessment | null> =>
      assessCard(tx, ports, news),
    list,
    ofPayment,
    purgeSignals,
  };
}
