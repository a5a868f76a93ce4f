import type { Caller, Core, Shop } from '../../../../core/index.ts';
import { type Route, route } from '../../route.ts';
import { domainBody, secretBody, shopBody, shopsBody, type ShownShop } from './present-shop.ts';
import { cursorOf, onceWith } from './requests.ts';
import { newShopOf, shopChangeOf } from './shop-input.ts';
import * as schemas from './shop-schemas.ts';
import { listOf } from './shared-schemas.ts';

async function shown(core: Core, { scope }: Caller, shop: Shop): Promise<ShownShop> {
  return { shop, domain: await core.customDomains.get(scope, shop.id), secret: null };
}

const idOf = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

/** A merchant's shops. */
export const shopRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/shops',
    id: 'createShop',
    summary: { ko: '상점 생성', en: 'Create a shop; its webhook secret is shown this once' },
    status: 201,
    body: schemas.createShop,
    response: schemas.shopData,
    handle: async ({ core, caller, body, once }) => {
      const domain = null;
      const made = await core.shops.create(caller.scope, newShopOf(body), onceWith(once, { domain }));
      return { ...made, domain };
    },
    present: shopBody,
  }),
  route({
    method: 'GET',
    path: '/shops',
    id: 'listShops',
    summary: { ko: '상점 목록 조회', en: 'List shops, newest first' },
    status: 200,
    query: schemas.listShops,
    response: listOf(schemas.shopData),
    handle: async ({ core, caller, query }) => {
      const { items, hasMore } = await core.shops.list(caller.scope, cursorOf(query));
      return { items: await Promise.all(items.map((shop) => shown(core, caller, shop))), hasMore };
    },
    present: shopsBody,
  }),
  route({
    method: 'GET',
    path: '/shops/:id',
    id: 'getShop',
    summary: { ko: '상점 세부정보 조회', en: 'Retrieve a shop' },
    status: 200,
    response: schemas.shopData,
    handle: async ({ core, caller, params }) =>
      shown(core, caller, await core.shops.get(caller.scope, idOf(params))),
    present: shopBody,
  }),
  route({
    method: 'PATCH',
    path: '/shops/:id',
    id: 'changeShop',
    summary: { ko: '상점 정보 및 설정 업데이트', en: 'Change a shop; what is left out stays' },
    status: 200,
    body: schemas.changeShop,
    response: schemas.shopData,
    handle: async ({ core, caller, params, body }) => {
      const changed = await core.shops.change(caller.scope, idOf(params), (was) => shopChangeOf(body, was));
      return shown(core, caller, changed);
    },
    present: shopBody,
  }),
  route({
    method: 'POST',
    path: '/shops/:id/webhook-secret',
    id: 'rotateWebhookSecret',
    summary: {
      ko: '웹훅 서명 키 재발급 (하루 동안 이전 키로도 서명합니다)',
      en: 'A new webhook secret; the old one signs beside it for a day',
    },
    status: 200,
    response: schemas.webhookSecret,
    handle: ({ core, caller, params }) => core.shops.rotateSecret(caller.scope, idOf(params)),
    present: secretBody,
  }),
];

/** The domain of a shop's own on which its page is shown. */
export const domainRoutes: readonly Route[] = [
  route({
    method: 'PATCH',
    path: '/shops/:id/custom-domain',
    id: 'changeCustomDomain',
    summary: { ko: '커스텀 도메인 설정', en: 'Ask for a custom domain, or take it away' },
    status: 200,
    body: schemas.changeDomain,
    response: schemas.domain,
    handle: async ({ core, caller, params, body }) => {
      if (body.domain !== null) return core.customDomains.put(caller.scope, idOf(params), body.domain);
      await core.customDomains.remove(caller.scope, idOf(params));
      return null;
    },
    present: domainBody,
  }),
  route({
    method: 'GET',
    path: '/shops/:id/custom-domain',
    id: 'getCustomDomain',
    summary: { ko: '커스텀 도메인 상태 조회', en: 'Its custom domain, and what must stand in DNS for it' },
    status: 200,
    response: schemas.domain,
    handle: ({ core, caller, params }) => core.customDomains.get(caller.scope, idOf(params)),
    present: domainBody,
  }),
  route({
    method: 'POST',
    path: '/shops/:id/custom-domain/verify',
    id: 'verifyCustomDomain',
    summary: { ko: '커스텀 도메인 인증', en: 'Look at DNS now' },
    status: 200,
    response: schemas.domain,
    handle: ({ core, caller, params }) => core.customDomains.verify(caller.scope, idOf(params)),
    present: domainBody,
  }),
];
