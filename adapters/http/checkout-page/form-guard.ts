import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { DomainError } from '../../../core/index.ts';
import { readBody } from '../body.ts';
import { checkoutHostOf } from '../checkout-host.ts';
import { type Html, html } from './html.ts';

/** No form of ours is longer. */
const FORM_BYTES_MAX = 16 * 1024;

const KEY_BYTES_MIN = 32;

/** Signs the forms of our pages and refuses those that other sites send. */
export interface FormGuard {
  /** The hidden field of a form about `subject`. */
  field(subject: string): Html;
  /** The fields of a posted form about `subject`. Refuses with `forbidden` when it is not one of ours. */
  read(ctx: Context, subject: string): Promise<URLSearchParams>;
}

/**
 * Pages send no referrer, so browsers may post with `Origin: null`; what proves a form ours is its token, an
 * HMAC-SHA256 of its subject; an `Origin` that names another site than `publicUrl`, or the shop's own host that the
 * request has come to, is refused all the same. All processes must share `key`, which is at least 32 bytes.
 */
export function formGuard(key: Buffer, publicUrl: string): FormGuard {
  if (key.length < KEY_BYTES_MIN) throw new Error(`a form key has at least ${KEY_BYTES_MIN} bytes`);
  const ours = new URL(publicUrl).origin;
  const tokenOf = (subject: string): string => createHmac('sha256', key).update(subject).digest('base64url');
  return {
    field: (subject) => html`<input type="hidden" name="token" value="${tokenOf(subject)}" />`,
    read: async (ctx, subject) => {
      const origin = ctx.get('origin');
      const home = checkoutHostOf(ctx)?.origin ?? ours;
      if (ctx.get('sec-fetch-site') === 'cross-site' || !['', 'null', home].includes(origin)) throw foreign();
      if (!ctx.is('application/x-www-form-urlencoded')) throw foreign();
      const form = new URLSearchParams((await readBody(ctx.req, FORM_BYTES_MAX)).toString('utf8'));
      if (!isSame(form.get('token') ?? '', tokenOf(subject))) throw foreign();
      return form;
    },
  };
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function foreign(): DomainError {
  return new DomainError('forbidden', 'this form was not sent from our page');
}
