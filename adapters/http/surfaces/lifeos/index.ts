import { DomainError, type ErrorCode, type RateLimit } from '../../../../core/index.ts';
import { bearer } from '../../bearer.ts';
import { messageOf, SERVER_ERROR } from '../../messages.ts';
import type { Surface } from '../../route.ts';
import { KEY_STATUSES } from '../../key-statuses.ts';
import { paymentRoutes } from './routes.ts';
import { error } from './schemas.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** v2.1 of the document raised 100 to 200 requests a minute. */
export const LIFEOS_RATE_LIMIT: RateLimit = { limit: 200, windowMs: 60_000 };

/** Where the contract (SURFACES.md) names a code that is broader than ours. */
const CODE_OF: Readonly<Partial<Record<ErrorCode, string>>> = {
  not_captured: 'amount_exceeds_refundable',
  not_refundable_state: 'amount_exceeds_refundable',
  illegal_transition: 'already_processed',
  forbidden: 'invalid_api_key',
};

/** LifeOS Payment API v2.1. */
export function lifeosSurface(rateLimit = LIFEOS_RATE_LIMIT): Surface {
  return {
    name: 'lifeos',
    title: 'LifeOS Payment API',
    version: '2.1',
    description: {
      ko: '결제 생성, 조회, 환불, 웹훅 관리를 위한 REST API입니다.',
      en: 'Create, retrieve and refund payments, and hear of them by webhook.',
    },
    basePath: '/v2',
    routes: [...paymentRoutes, ...webhookRoutes],
    rateLimit,
    authenticate: byApiKey,
    renderError,
    errorSchema: error,
  };
}

const byApiKey: Surface['authenticate'] = async (core, { headers }) => {
  const key = bearer(headers);
  if (key === null) throw new DomainError('unauthenticated', 'no API key was sent');
  return core.auth.authenticate(key);
};

const renderError: Surface['renderError'] = (refusal, language) => {
  if (!refusal)
    return { status: 500, body: { error: { code: 'server_error', message: SERVER_ERROR[language] } } };
  const { field } = refusal.details;
  return {
    status: KEY_STATUSES[refusal.kind],
    body: {
      error: {
        code: CODE_OF[refusal.code] ?? refusal.code,
        message: messageOf(refusal, language),
        ...(field === undefined ? {} : { param: field }),
      },
    },
  };
};
