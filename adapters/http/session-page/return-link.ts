import { createHmac } from 'node:crypto';
import { sessionStatus, type SessionView } from '../../../core/index.ts';
import { STATUS_WORDS } from '../status-words.ts';

type Ended = Pick<SessionView, 'session' | 'payment'>;

/**
 * The shop's address for buyers who come back, with the signed result: `sessionId`, `platformOrderId`, `status`,
 * `timestamp` (seconds) and `signature`, the HMAC-SHA256 in hex of `sessionId.platformOrderId.status.timestamp` under
 * the whole webhook secret (`whsec_…`). What the address has of its own stays, but for parameters of these names.
 * Null when the shop has named none.
 */
export function returnLink(view: Ended, secret: string, now: number): string | null {
  return signedLink(view.session.returnUrl, view, { secret, now });
}

/** The same for those who do not buy: the shop's `cancelUrl`. */
export function cancelLink(view: Ended, secret: string, now: number): string | null {
  return signedLink(view.session.cancelUrl, view, { secret, now });
}

function signedLink(
  address: string | null,
  { session, payment }: Ended,
  { secret, now }: { readonly secret: string; readonly now: number },
): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const status = STATUS_WORDS[sessionStatus(payment)];
  const timestamp = String(Math.floor(now / 1000));
  const signed = [session.id, session.platformOrderId, status, timestamp].join('.');
  const ours = new URLSearchParams({
    sessionId: session.id,
    platformOrderId: session.platformOrderId,
    status,
    timestamp,
    signature: createHmac('sha256', secret).update(signed).digest('hex'),
  });
  const url = new URL(address);
  // As the shop has written them, which reading and writing them again would not keep.
  const theirs = url.search.split(/[?&]/).filter((part) => part !== '' && !ours.has(nameIn(part)));
  url.search = [...theirs, ours.toString()].join('&');
  return url.href;
}

/** The name in `name=value`, as a server reads it. */
function nameIn(part: string): string {
  return [...new URLSearchParams(part).keys()][0] ?? '';
}
