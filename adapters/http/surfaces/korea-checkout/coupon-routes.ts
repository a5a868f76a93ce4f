import { type CouponApplied, couponCode } from '../../../../core/index.ts';
import { languageOf } from '../../language.ts';
import { type Route, route } from '../../route.ts';
import { couponChangeOf, newCouponOf, trialOf } from './coupon-input.ts';
import * as schemas from './coupon-schemas.ts';
import { appliedBody } from './present.ts';
import { couponAnalyticsBody, couponBody, couponsBody, verdictBody } from './present-coupon.ts';
import { cursorOf, daysOf, noCoupon, ofCode, scopeOfSession, sessionIdOf } from './requests.ts';
import { listOf, success, wrapped } from './shared-schemas.ts';

/** A merchant's coupons. */
export const couponRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/coupons/create',
    id: 'createCoupon',
    summary: { ko: '쿠폰 생성', en: 'Create a coupon' },
    status: 201,
    body: schemas.createCoupon,
    response: schemas.coupon,
    handle: ({ core, caller, body, once }) => core.coupons.create(caller.scope, newCouponOf(body), once),
    present: couponBody,
  }),
  route({
    method: 'GET',
    path: '/coupons',
    id: 'listCoupons',
    summary: { ko: '쿠폰 목록 조회', en: 'List coupons, newest first' },
    status: 200,
    query: schemas.listCoupons,
    response: listOf(schemas.couponData),
    handle: ({ core, caller, query }) =>
      core.coupons.list(caller.scope, { shopId: query.shop_id, isActive: query.is_active }, cursorOf(query)),
    present: couponsBody,
  }),
  route({
    method: 'GET',
    path: '/coupons/:code',
    freeParams: true,
    id: 'getCoupon',
    summary: { ko: '쿠폰 조회', en: 'Retrieve a coupon by its code' },
    status: 200,
    response: schemas.coupon,
    handle: ({ core, caller, params }) => ofCode(params, (code) => core.coupons.get(caller.scope, code)),
    present: couponBody,
  }),
  route({
    method: 'PATCH',
    path: '/coupons/:code',
    freeParams: true,
    id: 'changeCoupon',
    summary: {
      ko: '쿠폰 수정 (코드, 유형, 상점은 바꿀 수 없습니다)',
      en: 'Change a coupon; its code, its type and its shop stay',
    },
    status: 200,
    body: schemas.changeCoupon,
    response: schemas.coupon,
    handle: ({ core, caller, params, body }) =>
      ofCode(params, (code) => core.coupons.change(caller.scope, code, couponChangeOf(body))),
    present: couponBody,
  }),
  route({
    method: 'DELETE',
    path: '/coupons/:code',
    freeParams: true,
    id: 'deleteCoupon',
    summary: {
      ko: '쿠폰 삭제 (이미 적용된 주문의 할인은 유지됩니다)',
      en: 'Remove a coupon; what it did is kept, and its code is free again',
    },
    status: 200,
    response: { type: 'object', required: ['success'], properties: { success }, additionalProperties: false },
    handle: ({ core, caller, params }) => ofCode(params, (code) => core.coupons.remove(caller.scope, code)),
    present: () => ({ success: true }),
  }),
  route({
    method: 'GET',
    path: '/coupons/:code/analytics',
    freeParams: true,
    id: 'couponAnalytics',
    summary: { ko: '쿠폰 성과 분석', en: 'How a coupon has done, by day in Korea' },
    status: 200,
    query: schemas.analyticsQuery,
    response: wrapped(schemas.couponAnalytics),
    handle: async ({ core, caller, params, query }) => {
      const days = daysOf(query, core.clock.now());
      const report = await ofCode(params, (code) => core.coupons.analytics(caller.scope, code, days));
      return { ...report, days };
    },
    present: couponAnalyticsBody,
  }),
  route({
    method: 'POST',
    path: '/coupons/validate',
    id: 'validateCoupon',
    summary: {
      ko: '쿠폰 검증 (사용량은 바뀌지 않습니다)',
      en: 'What a code would take off an order, or why nothing; no use is held',
    },
    status: 200,
    body: schemas.validateCoupon,
    response: schemas.validated,
    handle: async ({ core, caller, body, raw }) => ({
      verdict: await core.coupons.validate(caller.scope, await trialOf(core, caller.scope, body)),
      language: languageOf(raw.headers['accept-language']),
    }),
    present: verdictBody,
  }),
];

/** Coupons of one order: also for the checkout page, which has no key and knows the session's unguessable id. */
export const appliedCouponRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/coupons/apply',
    id: 'applyCoupon',
    summary: {
      ko: '세션에 쿠폰 적용 (API 키 없이도 호출할 수 있습니다)',
      en: 'Apply a coupon to a session; works without a key as well',
    },
    access: { kind: 'optional' },
    status: 200,
    body: schemas.applyCoupon,
    response: schemas.applied,
    handle: async ({ core, caller, body }) => {
      const id = sessionIdOf(body.sessionId);
      return core.sessionCoupons.apply(await scopeOfSession(core, caller, id), id, body.couponCode);
    },
    present: appliedBody,
  }),
  route({
    method: 'POST',
    path: '/coupons/remove',
    id: 'removeCoupon',
    summary: {
      ko: '세션에서 쿠폰 제거 (API 키 없이도 호출할 수 있습니다)',
      en: 'Take a coupon off a session again; works without a key as well',
    },
    access: { kind: 'optional' },
    status: 200,
    body: schemas.applyCoupon,
    response: schemas.applied,
    handle: async ({ core, caller, body }): Promise<CouponApplied> => {
      const id = sessionIdOf(body.sessionId);
      const scope = await scopeOfSession(core, caller, id);
      const { session: was } = await core.sessions.get(scope, id);
      const gone = was.coupons.find(({ code }) => code === couponCode(body.couponCode));
      if (!gone) throw noCoupon();
      const view = await core.sessionCoupons.remove(scope, id, body.couponCode);
      return { ...view, coupon: { ...gone, amount: 0 } };
    },
    present: appliedBody,
  }),
];
