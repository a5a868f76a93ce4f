import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../adapters/http/app.ts';
import { depositsPages } from '../../../adapters/http/deposits-page/index.ts';
import type { Actor, DepositOrder, Log, Mode, Receipt } from '../../../core/index.ts';
import { buildCore, type TestCore } from '../../support/build-core.ts';

/** 2024-02-12 09:00 in Korea: a Monday morning. */
export const START = Date.UTC(2024, 1, 12);

/** A shop whose deposits somebody looks after, and its pages on loopback. */
export interface Shop extends TestCore {
  readonly url: string;
  /** Everything that was logged, as text. */
  readonly logged: string[];
  readonly actor: Actor;
  readonly token: string;
  readonly workspaceId: number;
  readonly accountId: number;
  /** The path of the shop's workspace. */
  readonly path: string;
  order(change?: Partial<{ number: string; amount: number; name: string }>): Promise<DepositOrder>;
  /** A message of 국민은행 for the shop's account, as its phone or as nobody hands it on. */
  sms(change?: SmsChange): Promise<Receipt>;
  /** Somebody else of the same merchant. */
  person(name: string, mode?: Mode): Promise<{ actor: Actor; token: string }>;
  /** Somebody else who belongs to the shop's workspace. */
  member(): Promise<{ actor: Actor; token: string }>;
  /** Ends the database before the work does. */
  close(): Promise<void>;
  /** Takes no new connections, as a server that stops. */
  stopListening(): void;
}

/** What a message tells; of the shop's phone unless `signed` is false. */
export interface SmsChange {
  readonly amount?: number;
  readonly name?: string;
  readonly at?: string;
  readonly balance?: number;
  readonly signed?: boolean;
  readonly foreign?: boolean;
  readonly sender?: string;
  readonly id?: string;
}

/** A message of 국민은행 for 123-456-789012. */
export function kbText({ amount = 14_510, name = '홍길동', at = '02/12 09:00', ...more }: SmsChange): string {
  const lines = [more.foreign ? '[국제발신]' : '[Web발신]', `[KB]${at}`, '123456***012', name, '입금'];
  const told = amount.toLocaleString('en-US');
  const balance = more.balance === undefined ? [] : [`잔액${more.balance.toLocaleString('en-US')}`];
  return [...lines, told, ...balance].join('\n');
}

let made = 0;

/** Serves the pages for the time of `work`, for a shop with one account and one phone. */
export async function withDeposits(
  work: (shop: Shop) => Promise<void>,
  options: { readonly mode?: Mode; readonly publicUrl?: string } = {},
): Promise<void> {
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => undefined;
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const built = await buildCore();
  const { core, clock } = built;
  clock.set(START);
  const scope = { merchantId: built.merchant.id, mode: options.mode ?? ('live' as const) };
  const logged: string[] = [];
  const log = memoryLog(logged);
  const publicUrl = options.publicUrl ?? url;
  const pages = [
    depositsPages({
      core,
      publicUrl,
      formKey: Buffer.alloc(32, 9),
      log,
      live: { lookMs: 50, aliveMs: 100 },
    }),
  ];
  answer = createApp(core, { surfaces: [], pages, publicUrl, log }).callback();
  const person: Shop['person'] = async (name, mode = scope.mode) => {
    const user = await core.users.create({ ...scope, mode }, { name });
    const { token } = await core.users.issueToken({ ...scope, mode }, user.id);
    return { actor: { ...scope, mode, userId: user.id }, token };
  };
  const { actor, token } = await person('사장님');
  const workspace = await core.workspaces.create(actor, '루나 상점');
  const { account } = await core.bankAccounts.register(actor, workspace.id, {
    bankCode: '004',
    bankName: '국민은행',
    accountNumber: '123-456-789012',
    holder: '루나 상점',
  });
  const { device } = await core.devices.register(actor, workspace.id, { name: '매장 휴대폰' });
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= built.close());
  try {
    await work({
      ...built,
      scope,
      url,
      logged,
      actor,
      token,
      workspaceId: workspace.id,
      accountId: account.id,
      path: `/deposits/workspaces/${workspace.id}`,
      person,
      member: async () => {
        const input = { name: '직원', email: 'staff@luna.example' };
        const { user } = await core.workspaces.invite(actor, workspace.id, input);
        const issued = await core.users.issueToken(scope, user.id);
        return { actor: { ...scope, userId: user.id }, token: issued.token };
      },
      close,
      stopListening: () => void server.close(),
      order: ({ number = `A-${(made += 1)}`, amount = 14_510, name = '홍길동' } = {}) =>
        core.depositOrders.create(actor, workspace.id, { orderNumber: number, amount, depositorName: name }),
      sms: async ({ signed = true, sender = '16449999', id, ...change } = {}) => {
        const from = signed ? device : null;
        const message = { text: kbText(change), sender, receivedAt: null, messageId: id ?? null };
        const [receipt] = await core.messages.receive(from, message);
        if (!receipt) throw new Error('a message has a receipt');
        return receipt;
      },
    });
  } finally {
    server.closeAllConnections();
    server.close();
    await close();
  }
}

function memoryLog(lines: string[]): Log {
  const note = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { info: note, warn: note, error: note };
}
