import type { StatementDeposit, StatementResult } from '../../core/index.ts';
import type { Answer } from '../support/test-app.ts';
import { type Shop, START } from '../surfaces/lunepay/shop.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Midnight in Korea of the document's day: where a row of a statement without a time stands. */
export const MIDNIGHT = START - 9 * HOUR;

/** For `withShop`. */
export const LIVE = { mode: 'live' } as const;

/** A deposit, as far as these tests look. */
export interface ShownDeposit {
  readonly id: number;
  readonly amount: number;
  readonly depositor_name: string | null;
  readonly deposited_at: string;
  readonly is_matched: boolean;
  readonly matched_order_id: number | null;
  readonly raw_sms: string | null;
  readonly hold_reason?: string;
  readonly balance?: number;
  readonly source?: string;
}

/** A second of the document's first minute, as a phone writes it. */
export const second = (ss: string): { readonly received_at: string } => ({
  received_at: `2024-02-12T09:00:${ss}+09:00`,
});

/** A registered phone hands a message on. */
export const say = (
  shop: Shop,
  phone: { readonly path: string },
  raw_sms: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> => shop.call('POST', phone.path, { key: null, body: { raw_sms, ...more } });

/** All deposits of the workspace. */
export const depositsOf = async (shop: Shop): Promise<readonly ShownDeposit[]> =>
  (await shop.within('GET', '/deposits?limit=100')).body as ShownDeposit[];

/** The deposit that an answer names. */
export const depositOf = async (shop: Shop, { body }: Answer): Promise<ShownDeposit> =>
  (await shop.within('GET', `/deposits/${body.deposit_id}`)).body as ShownDeposit;

/** What has become of an order that was answered. */
export const statusOf = async (shop: Shop, { body }: Answer): Promise<string> =>
  (await shop.within('GET', `/orders/${body.id}`)).body.status as string;

/** A row of a statement, of the document's moment unless said otherwise. */
export const row = (change: Partial<StatementDeposit> = {}): StatementDeposit => ({
  depositedAt: START,
  amount: 14_510,
  depositor: '홍길동',
  balance: null,
  method: null,
  ...change,
});

/** Imports a statement of the shop's account. */
export const takeRows = (shop: Shop, ...rows: StatementDeposit[]): Promise<StatementResult> =>
  shop.app.core.statements.take(
    shop.actor,
    { workspaceId: shop.workspaceId, bankAccountId: shop.accountId },
    rows,
  );
