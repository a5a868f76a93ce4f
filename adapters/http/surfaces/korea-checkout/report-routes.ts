import { type Route, route } from '../../route.ts';
import { sessionsBody } from './present.ts';
import { analyticsBody, assessmentsBody } from './present-report.ts';
import * as schemas from './report-schemas.ts';
import { cursorOf, daysOf, hostOf } from './requests.ts';
import { sessionData } from './session-data-schema.ts';
import { listTransactions } from './session-schemas.ts';
import { listOf, wrapped } from './shared-schemas.ts';

/** How many attempts an overview shows that a person should look at. */
const REVIEWS_SHOWN = 10;

const idOf = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

/** What happens in one shop. */
export const reportRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/shops/:id/transactions',
    id: 'listTransactions',
    summary: { ko: '상점별 거래 내역', en: 'List the sessions of a shop, newest first' },
    status: 200,
    query: listTransactions,
    response: listOf(sessionData),
    handle: async ({ core, caller, params, query }) => {
      const host = await hostOf(core, caller.scope, idOf(params));
      const { items, hasMore } = await core.sessions.list(caller.scope, idOf(params), cursorOf(query));
      return { items: items.map((view) => ({ ...view, host })), hasMore };
    },
    present: sessionsBody,
  }),
  route({
    method: 'GET',
    path: '/shops/:id/analytics',
    id: 'shopAnalytics',
    summary: {
      ko: '상점별 분석 및 리포팅',
      en: 'How a shop does, by day in Korea, by method and by currency',
    },
    status: 200,
    query: schemas.analyticsQuery,
    response: wrapped(schemas.shopAnalytics),
    handle: async ({ core, caller, params, query }) => {
      const days = daysOf(query, core.clock.now());
      const { shop, ...report } = await core.shopAnalytics.report(caller.scope, idOf(params), days);
      const review = { decision: 'review' } as const;
      const { items } = await core.risk.list(caller.scope, shop.id, review, { limit: REVIEWS_SHOWN });
      return { shop, report, days, reviews: items };
    },
    present: analyticsBody,
  }),
  route({
    method: 'GET',
    path: '/shops/:id/risk-assessments',
    id: 'listRiskAssessments',
    summary: { ko: '사기 감지 판정 목록', en: 'What the fraud rules said of each try to pay, newest first' },
    status: 200,
    query: schemas.listAssessments,
    response: listOf(schemas.assessment),
    handle: async ({ core, caller, params, query }) => {
      const shop = await core.shops.get(caller.scope, idOf(params));
      return core.risk.list(caller.scope, shop.id, { decision: query.decision }, cursorOf(query));
    },
    present: assessmentsBody,
  }),
];
