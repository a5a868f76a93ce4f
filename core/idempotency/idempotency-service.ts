import { isRefusal } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Clock, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { IdempotencyRecord, StoredAnswer } from './idempotency-repository.ts';
import {
  assertRepeatable,
  IDEMPOTENCY_LEASE_MS,
  IDEMPOTENCY_LIFETIME_MS,
  stillRunning,
} from './idempotency-rules.ts';

/**
 * Handed to a use case so that it is done once per idempotency key. The record commits in the transaction that
 * makes the effect; a refusal rolls it back, so a key is never burnt by a request that changed nothing.
 */
export interface Once<T> {
  /** Claims the key in the first of several transactions. */
  begin(tx: Repositories, subjectId: string): Promise<void>;
  /** Remembers the answer in the last, or only, transaction. */
  finish(tx: Repositories, subjectId: string, result: T): Promise<void>;
}

/** For requests without a key. */
export const UNKEYED: Once<unknown> = { begin: async () => {}, finish: async () => {} };

/** Which request this is: the key, and what makes a second request the same one. */
export interface IdempotentRequest {
  readonly key: string;
  readonly requestHash: string;
}

/** A use case and how to tell its result; `render` is pure and gives the same text for the same result. */
export interface IdempotentWork<T> {
  execute(once: Once<T>): Promise<T>;
  /** What an interrupted request made, as it is now. */
  resume(subjectId: string): Promise<T>;
  render(result: T): StoredAnswer;
}

/** The first answer or its repetition. */
export interface IdempotentAnswer extends StoredAnswer {
  readonly replayed: boolean;
}

export type IdempotencyService = ReturnType<typeof createIdempotencyService>;

/** What the service needs from outside. */
export interface IdempotencyPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Answers are kept sealed: some of them show a secret, all of them are somebody's data. */
  readonly secretBox: SecretBox;
}

/** Requests that are carried out once per key, however often and however concurrently they come. */
export function createIdempotencyService({ storage, clock, secretBox }: IdempotencyPorts) {
  const seal = (answer: StoredAnswer): StoredAnswer => ({ ...answer, body: secretBox.seal(answer.body) });
  /** Runs `work` unless this key has been seen: then its first answer comes again. */
  async function run<T>(
    scope: Scope,
    request: IdempotentRequest,
    work: IdempotentWork<T>,
  ): Promise<IdempotentAnswer> {
    const seen = await storage.idempotency.find(scope, request.key);
    if (seen && seen.expiresAt > clock.now()) return again(request, work, seen);
    if (seen) await storage.transaction((tx) => tx.idempotency.remove(seen));
    try {
      const first = once(scope, request, work);
      const result = await work.execute(first);
      // Work that moves no money may leave the remembering to us, after its effect.
      if (!first.isFinished()) await storage.transaction((tx) => first.finish(tx, '', result));
      return { ...work.render(result), replayed: false };
    } catch (error) {
      if (!isRefusal(error, 'idempotency_in_progress')) throw error;
      const winner = await storage.idempotency.find(scope, request.key);
      if (!winner) throw error;
      return again(request, work, winner);
    }
  }

  async function again<T>(
    request: IdempotentRequest,
    work: IdempotentWork<T>,
    seen: IdempotencyRecord,
  ): Promise<IdempotentAnswer> {
    assertRepeatable(seen, request.requestHash, clock.now());
    if (seen.answer) return { ...seen.answer, body: secretBox.open(seen.answer.body), replayed: true };
    const until = clock.now() + IDEMPOTENCY_LEASE_MS;
    if (!(await storage.transaction((tx) => tx.idempotency.takeOver(seen, until)))) throw stillRunning();
    const answer = work.render(await work.resume(seen.subjectId));
    await storage.transaction((tx) => tx.idempotency.saveAnswer(seen, seal(answer)));
    return { ...answer, replayed: true };
  }

  function once<T>(scope: Scope, request: IdempotentRequest, work: IdempotentWork<T>) {
    let finished = false;
    let begun: IdempotencyRecord | null = null;
    const claim = async (tx: Repositories, subjectId: string, answer: StoredAnswer | null) => {
      const now = clock.now();
      const record = {
        merchantId: scope.merchantId,
        mode: scope.mode,
        ...request,
        subjectId,
        answer,
        leaseUntil: now + IDEMPOTENCY_LEASE_MS,
        expiresAt: now + IDEMPOTENCY_LIFETIME_MS,
      };
      if (!(await tx.idempotency.insert(record))) throw stillRunning();
      return record;
    };
    return {
      isFinished: () => finished,
      begin: async (tx: Repositories, subjectId: string) => {
        begun = await claim(tx, subjectId, null);
      },
      finish: async (tx: Repositories, subjectId: string, result: T) => {
        finished = true;
        const answer = seal(work.render(result));
        if (begun) await tx.idempotency.saveAnswer(begun, answer);
        else await claim(tx, subjectId, answer);
      },
    };
  }

  /** Forgets keys older than a day. */
  const sweep = (limit: number): Promise<number> =>
    storage.transaction((tx) => tx.idempotency.deleteExpired(clock.now(), limit));

  return { run, sweep };
}
