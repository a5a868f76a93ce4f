import { DomainError, type ErrorKind, type MessageRefusal, type RateLimit } from '../../../../core/index.ts';
import { bearer } from '../../bearer.ts';
import { messageOf, SERVER_ERROR } from '../../messages.ts';
import type { Surface } from '../../route.ts';
import { depositRoutes, matchRoutes } from './deposit-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { REFUSALS } from './messages.ts';
import { orderRoutes } from './order-routes.ts';
import { error } from './schemas.ts';
import { smsRoutes } from './sms-routes.ts';
import { bankAccountRoutes, workspaceRoutes } from './workspace-routes.ts';

/** SURFACES.md, Rate limits: for each person; for each address at the public door; for each address of phones. */
export interface LunepayRates {
  readonly perUser: RateLimit;
  readonly perAddress: RateLimit;
  readonly perPhone: RateLimit;
}

const MINUTE_MS = 60_000;

export const LUNEPAY_RATES: LunepayRates = {
  perUser: { limit: 600, windowMs: MINUTE_MS },
  perAddress: { limit: 60, windowMs: MINUTE_MS },
  perPhone: { limit: 600, windowMs: MINUTE_MS },
};

const STATUS_OF: Readonly<Record<ErrorKind, readonly [number, string]>> = {
  invalid: [400, 'Bad Request'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  conflict: [409, 'Conflict'],
  rate_limited: [429, 'Too Many Requests'],
  unavailable: [503, 'Service Unavailable'],
};

/** LunePay API v1. */
export function lunepaySurface(rates = LUNEPAY_RATES): Surface {
  return {
    name: 'lunepay',
    title: 'LunePay API',
    version: '1',
    description: {
      ko: '은행 문자로 무통장 입금을 확인하고 주문과 자동으로 매칭합니다.',
      en: 'Reads bank-transfer deposits from the messages of banks and matches them to orders.',
    },
    basePath: '/api/v1',
    routes: [
      ...workspaceRoutes,
      ...bankAccountRoutes,
      ...orderRoutes,
      ...depositRoutes,
      ...matchRoutes,
      ...deviceRoutes,
      ...smsRoutes(rates.perAddress, rates.perPhone),
    ],
    access: { kind: 'user' },
    rateLimit: rates.perUser,
    authenticate: async (core, { headers }) => {
      if (headers.authorization === undefined) throw new DomainError('unauthenticated', 'no token was sent');
      const token = bearer(headers);
      if (token === null) throw new DomainError('invalid_token', 'not a bearer token');
      return core.users.authenticate(token);
    },
    renderError: (refusal, language) => {
      if (!refusal)
        return { status: 500, body: { error: 'Internal Server Error', detail: SERVER_ERROR[language] } };
      const [status, name] = STATUS_OF[refusal.kind];
      const reason = refusal.code === 'not_a_deposit' ? refusal.details['reason'] : undefined;
      const text = reason === undefined ? null : REFUSALS[reason as MessageRefusal];
      return { status, body: { error: name, detail: text?.[language] ?? messageOf(refusal, language) } };
    },
    errorSchema: error,
  };
}
