import { LOOKUP_BLOCKED, LOOKUP_FAILED } from './address-lookup.ts';

export const BLOCKED_ADDRESS = 'blocked address';
export const TIMEOUT = 'timeout';
const BAD_RESPONSE = 'bad response';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^${LOOKUP_BLOCKED}$`), BLOCKED_ADDRESS],
  [new RegExp(`^(${LOOKUP_FAILED}|ENOTFOUND|EAI_.*)$`), 'dns'],
  [/^(ETIMEDOUT|UND_ERR_.*TIMEOUT|ABORT_ERR)$/, TIMEOUT],
  [/^ECONNREFUSED$/, 'connection refused'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, 'unreachable'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/, 'reset'],
  // undici asserts that nobody answers 101 unasked
  [/^(HPE_.*|HTTPParserError|ERR_ASSERTION|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES.*)$/, BAD_RESPONSE],
  [/^(ERR_TLS_.*|ERR_SSL_.*|EPROTO|CERT_.*|.*_CERT(_.*)?|.*CERTIFICATE.*|.*_CA|.*_CRL.*)$/, 'tls'],
];

/** What went wrong with an exchange, in a word or two that a merchant may read: no address, path or library in it. */
export function sendError(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  // undici's parser errors come without a code, and some of its socket errors are about the answer
  if (/^bad (response|upgrade)$/.test(error.message)) return BAD_RESPONSE;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'failed';
}
