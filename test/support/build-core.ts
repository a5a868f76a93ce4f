import type { Knex } from 'knex';
import { type SandboxGateway, sandboxGateway } from '../../adapters/gateways/sandbox-gateway.ts';
import {
  KOREA_CHECKOUT,
  koreaCheckoutWebhookFormat,
} from '../../adapters/http/surfaces/korea-checkout/webhook-format.ts';
import { LIFEOS, lifeosWebhookFormat } from '../../adapters/http/surfaces/lifeos/webhook-format.ts';
import { LUNEPAY, lunepayWebhookFormat } from '../../adapters/http/surfaces/lunepay/webhook-format.ts';
import { secretBox } from '../../adapters/system/secret-box.ts';
import { systemRandom } from '../../adapters/system/system-random.ts';
import { joseTokens } from '../../adapters/tokens/jose-tokens.ts';
import { httpWebhookSender } from '../../adapters/webhooks/http-sender.ts';
import {
  type Clock,
  type Core,
  createCore,
  type DomainNames,
  type Gateway,
  type Merchant,
  type Random,
  readableInstructions,
  type Scope,
  type Storage,
} from '../../core/index.ts';
import { openStorage } from '../../storage/index.ts';
import { assertInvariants } from './assert-invariants.ts';

/** A clock that stands still until the test moves it. */
export interface FakeClock extends Clock {
  set(ms: number): void;
  advance(ms: number): void;
}

export interface TestCore {
  readonly core: Core;
  readonly storage: Storage;
  /** For what a test does to the database behind our back. */
  readonly knex: Knex;
  readonly clock: FakeClock;
  readonly random: Random;
  readonly sandbox: SandboxGateway;
  readonly merchant: Merchant;
  /** The merchant's test data. */
  readonly scope: Scope;
  /** Checks the promises that hold for every database (`assertInvariants`), then closes it. */
  close(): Promise<void>;
}

export interface BuildOptions {
  /** `:memory:` when left out. */
  readonly database?: string;
  /** The sandbox when left out. */
  readonly gateways?: readonly Gateway[];
  readonly publicUrl?: string;
  /** How custom domains are looked up; without it no host is one. */
  readonly domainNames?: DomainNames;
  /** For tests that write rows by hand: then the promises about rows are not checked at the end. */
  readonly unchecked?: boolean;
}

/** 2024-01-15 09:30 UTC, the moment of the LifeOS document's examples. */
const START = Date.UTC(2024, 0, 15, 9, 30);

export function fakeClock(start = START): FakeClock {
  let now = start;
  return {
    now: () => now,
    set: (ms) => void (now = ms),
    advance: (ms) => void (now += ms),
  };
}

/** A core on real parts: SQLite, the sandbox, the webhook sender; only time is the test's. */
export async function buildCore(options: BuildOptions = {}): Promise<TestCore> {
  const publicUrl = options.publicUrl ?? 'https://pay.lifeos.dev';
  const clock = fakeClock();
  const opened = await openStorage(options.database ?? 'sqlite::memory:');
  await opened.migrate();
  const sender = httpWebhookSender({ allowPrivate: true, timeoutMs: 2_000 });
  const random = systemRandom(clock);
  const sandbox = sandboxGateway({ storage: opened.storage, clock, publicUrl });
  const box = secretBox(Buffer.alloc(32, 7));
  const core = createCore({
    storage: opened.storage,
    clock,
    random,
    secretBox: box,
    sender,
    gateways: options.gateways ?? [sandbox],
    tokens: joseTokens({ keys: [Buffer.alloc(32, 9)], clock }),
    ...(options.domainNames ? { domainNames: options.domainNames } : {}),
    ownHosts: [new URL(publicUrl).hostname],
    webhookFormats: {
      [LUNEPAY]: lunepayWebhookFormat,
      [KOREA_CHECKOUT]: koreaCheckoutWebhookFormat,
      [LIFEOS]: lifeosWebhookFormat({
        publicUrl,
        instructions: (payment) => readableInstructions(payment, box),
      }),
    },
  });
  const merchant = await core.auth.createMerchant('한국 상점');
  async function close(): Promise<void> {
    await core.webhooks.settled();
    if (!options.unchecked) await assertInvariants(opened.knex);
    await sender.close();
    await opened.close();
  }

  let closed: Promise<void> | null = null;
  return {
    core,
    storage: opened.storage,
    knex: opened.knex,
    clock,
    random,
    sandbox,
    merchant,
    scope: { merchantId: merchant.id, mode: 'test' },
    close: () => (closed ??= close()),
  };
}
