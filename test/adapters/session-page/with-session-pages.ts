import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createApp } from '../../../adapters/http/app.ts';
import { checkoutHost } from '../../../adapters/http/checkout-host.ts';
import { checkoutPages } from '../../../adapters/http/checkout-page/index.ts';
import { sandboxPages } from '../../../adapters/http/sandbox-page/index.ts';
import { sessionPages } from '../../../adapters/http/session-page/index.ts';
import { lifeosSurface } from '../../../adapters/http/surfaces/lifeos/index.ts';
import { secretBox } from '../../../adapters/system/secret-box.ts';
import { type Log, type NewSession, NOBODY, type SessionView } from '../../../core/index.ts';
import { type BuildOptions, buildCore, type TestCore } from '../../support/build-core.ts';
import { card, type Visit, type Visitor, visitor } from '../checkout-page/visitor.ts';

/** The pages of orders, of payments and of the sandbox, served on loopback. */
export interface SessionPages extends TestCore {
  /** Ends the database before the work does. */
  close(): Promise<void>;
  readonly url: string;
  readonly logged: string[];
  /** An order that waits for its buyer: earphones and their delivery, ₩32,000, unless said otherwise. */
  create(input?: Partial<NewSession>): Promise<SessionView>;
  /** The order as it is now. */
  read(id: string): Promise<SessionView>;
  /** Its page, as a reader of Korean opens it. */
  open(id: string, query?: string): Promise<Visit>;
}

/** What the sample order holds. */
export const EARPHONES = {
  productId: 'p_earphones',
  name: '무선 이어폰',
  description: '색상: 블랙',
  imageUrl: null,
  unitPrice: 29_000,
  quantity: 1,
} as const;

const ORDER: NewSession = {
  platform: 'headless',
  platformOrderId: 'order_1',
  items: [EARPHONES],
  shippingAmount: 3_000,
  taxAmount: 0,
  discountAmount: 0,
  totalAmount: 32_000,
  customer: NOBODY,
  shippingAddress: null,
  needsShipping: false,
  returnUrl: 'https://shop.example/success',
  cancelUrl: 'https://shop.example/cancel',
  webhookUrl: null,
  metadata: {},
  language: null,
  expiresAt: null,
};

/** What a buyer types who gets nothing wrong. */
export const BUYER = {
  name: '홍길동',
  phone: '010-1234-5678',
  email: 'gildong@example.com',
  agree: 'yes',
} as const;

let orders = 0;

/** Serves the pages for the time of `work`. */
export async function withSessionPages(
  work: (pages: SessionPages) => Promise<void>,
  options: BuildOptions = {},
): Promise<void> {
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => undefined;
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const built = await buildCore({ publicUrl: url, ...options });
  const { core, sandbox, scope } = built;
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= built.close());
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: note, warn: note, error: note };
  const common = { core, formKey: Buffer.alloc(32, 9), log };
  const pages = [
    checkoutHost({ domains: core.customDomains, publicUrl: url, clock: built.clock }),
    sessionPages({ ...common, publicUrl: url, secretBox: secretBox(Buffer.alloc(32, 7)) }),
    checkoutPages({ ...common, publicUrl: url }),
    sandboxPages({ ...common, sandbox }),
  ];
  answer = createApp(core, { surfaces: [lifeosSurface()], pages, publicUrl: url, log }).callback();
  const ko = visitor();
  try {
    await work({
      ...built,
      close,
      url,
      logged,
      create: (input = {}) => {
        orders += 1;
        return core.sessions.create(scope, { ...ORDER, platformOrderId: `order_${orders}`, ...input });
      },
      read: async (id) => core.sessions.get(await core.sessions.scopeFor(id), id),
      open: (id, query = '') => ko.open(`${url}/checkout/${id}${query}`),
    });
  } finally {
    server.closeAllConnections();
    server.close();
    await close();
  }
}

/** Sends the page's form as a browser does, with all its fields, to one of its addresses. */
export function send(
  page: Visit,
  path: string,
  change: Readonly<Record<string, string | null>> = {},
  who: Visitor = visitor(),
): Promise<Visit> {
  const fields: Record<string, string | null> = { ...fieldsOf(page), ...change };
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null);
  const base = page.forms.find((action) => /\/pay(?:\?|$)/.test(action)) ?? new URL(page.url).pathname;
  const target = { ...page, forms: [base.replace(/\/pay(?=\?|$)/, path)] };
  return who.submit(target, path, Object.fromEntries(given));
}

/** From the order's page through the sandbox's card form. */
export async function payByCard(
  page: Visit,
  number = '4242424242424242',
  change: Readonly<Record<string, string | null>> = {},
): Promise<Visit> {
  const form = await send(page, '/pay', { ...BUYER, method: 'card', ...change });
  return visitor().submit(form, new URL(form.url).pathname, card(number));
}

/** Posts a form as a hostile or broken sender might. */
export function post(
  url: string,
  body: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(body), headers, redirect: 'manual' });
}

/** A request with headers that fetch does not send as they are: a host, a condition. Redirects are not followed. */
export function ask(
  url: string,
  {
    method = 'GET',
    body,
    headers = {},
  }: { method?: string; body?: URLSearchParams; headers?: OutgoingHttpHeaders } = {},
): Promise<{ status: number; html: string; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const type = body ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const sent = request(url, { method, headers: { ...type, ...headers } }, (response) => {
      text(response).then(
        (html) => resolve({ status: response.statusCode ?? 0, html, headers: response.headers }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body?.toString());
  });
}

/** What stands in the form that pays. */
export function fieldsOf({ html }: Visit): Record<string, string> {
  const form = /<form class="checkout-form"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const found: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
    const isChoice = /type="(?:radio|checkbox)"/.test(tag);
    const name = attribute('name');
    if (name && (!isChoice || /\schecked/.test(tag))) found[name] = unescaped(attribute('value') ?? '');
  }
  for (const [, name, options] of form.matchAll(/<select[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    found[name ?? ''] = /value="([^"]*)"\s+selected/.exec(options ?? '')?.[1] ?? '';
  return found;
}

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
