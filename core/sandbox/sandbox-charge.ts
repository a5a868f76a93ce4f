import type { Mode } from '../kernel/scope.ts';
import type { GatewayPayment } from '../payments/gateway.ts';
import type { Instrument } from '../payments/payment.ts';

/** `lost`: approved, but the first answer after that never arrives. */
export type SandboxChargeStatus = 'open' | 'challenged' | 'approved' | 'lost' | 'declined' | 'canceled';

/**
 * What the sandbox gateway remembers of an attempt. The sandbox plays another company: no service of ours reads
 * these rows, they only share our database.
 */
export interface SandboxCharge {
  readonly attemptId: string;
  readonly mode: Mode;
  readonly status: SandboxChargeStatus;
  readonly payment: GatewayPayment;
  readonly instrument: Instrument | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly refunds: readonly SandboxRefund[];
  readonly version: number;
}

/** A refund as the sandbox remembers it. */
export interface SandboxRefund {
  readonly id: string;
  readonly amount: number;
  readonly status: 'succeeded' | 'declined';
}

/** The rows of the sandbox's charges. */
export interface SandboxChargeRepository {
  find(attemptId: string): Promise<SandboxCharge | null>;
  insert(charge: SandboxCharge): Promise<void>;
  /** Refuses a stale version. */
  update(was: SandboxCharge, now: SandboxCharge): Promise<SandboxCharge>;
}
