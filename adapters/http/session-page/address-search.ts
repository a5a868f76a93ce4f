import type { Middleware } from 'koa';
import { asset } from '../assets.ts';
import type { ForeignSources } from '../checkout-page/content-policy.ts';
import { type Html, html, render } from '../checkout-page/html.ts';
import { assetLink } from '../checkout-page/layout.ts';
import { link, type PageRequest } from '../checkout-page/page-request.ts';
import type { Language } from '../language.ts';

/**
 * The frame of the address search. It has a page of its own for two reasons. Kakao's script needs inline scripts and
 * styles (github.com/daumPostcode/kakaoPostcodeQnA, issue 1124), which the page that pays must not allow. And it tells
 * Kakao the path that it runs on: an order's path is the buyer's credential, this one says nothing.
 */
export const ADDRESS_SEARCH_PATH = '/checkout/address-search';

/** What the order's page needs for it: the frame is ours. */
export const ADDRESS_SEARCH_SOURCES: ForeignSources = { frames: ["'self'"] };

/** In the frame, and on the order's page. */
const FRAME_SCRIPT = 'address-search.js';
const PAGE_SCRIPT = 'session-address.js';

/** The service has moved from daum to kakao (2026-03), and some of what it loads still comes from the old names. */
const SCRIPTS = 'https://t1.kakaocdn.net https://t1.daumcdn.net';
const FRAMES = 'https://postcode.map.kakao.com https://postcode.map.daum.net';

/** Nothing of an order or a buyer is on this page, so that what runs there finds nothing. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'unsafe-inline' ${SCRIPTS}`,
  `style-src 'unsafe-inline' ${SCRIPTS}`,
  `img-src data: ${SCRIPTS}`,
  `frame-src ${FRAMES}`,
  `form-action ${FRAMES}`,
  "frame-ancestors 'self'",
  "base-uri 'none'",
].join('; ');

interface Texts {
  readonly open: string;
  readonly close: string;
  readonly panel: string;
  readonly loading: string;
  readonly failed: string;
  readonly found: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  ko: {
    open: '주소 검색',
    close: '주소 검색 닫기',
    panel: '우편번호와 주소 찾기',
    loading: '주소 검색을 불러오고 있습니다.',
    failed: '지금은 주소 검색을 쓸 수 없습니다. 우편번호와 주소를 직접 입력해 주세요.',
    found: '주소를 입력했습니다. 상세 주소를 이어서 입력해 주세요.',
  },
  en: {
    open: 'Find address',
    close: 'Close address search',
    panel: 'Find a postcode and address',
    loading: 'The address search is loading.',
    failed: 'The address search is not available now. Please type the postcode and the address yourself.',
    found: 'The address is filled in. Please add the apartment, floor or unit.',
  },
};

/**
 * The button that opens Kakao's postcode search, and the place where it opens. It stays hidden until a script shows it
 * (`session-address.js`), and loads nothing from elsewhere before the buyer presses it. The fields beside it always work.
 */
export function addressSearch(request: PageRequest): Html {
  const t = TEXTS[request.lang];
  return html`<script src="${assetLink(request, PAGE_SCRIPT)}" defer></script>
    <div
      class="address-search"
      data-address-search="${link({ ...request, chosen: true }, ADDRESS_SEARCH_PATH)}"
      hidden
    >
      <button
        class="button quiet"
        type="button"
        data-open
        aria-expanded="false"
        aria-controls="address-panel"
      >
        ${t.open}
      </button>
      <p
        class="hint"
        role="status"
        data-said
        data-loading="${t.loading}"
        data-failed="${t.failed}"
        data-found="${t.found}"
      ></p>
      <div
        class="address-panel"
        id="address-panel"
        role="group"
        aria-label="${t.panel}"
        tabindex="-1"
        data-panel
        hidden
      >
        <button class="button quiet close" type="button" data-close>${t.close}</button>
      </div>
    </div>`;
}

/** Answers `GET /checkout/address-search` and its script; everything else is somebody else's. */
export function addressSearchPage(): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.path !== ADDRESS_SEARCH_PATH) return next();
    ctx.set({
      'content-security-policy': POLICY,
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'public, max-age=3600',
    });
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = render(framePage(ctx.query['lang'] === 'en' ? 'en' : 'ko'));
  };
}

/** The files that the search loads from us. */
export const ADDRESS_SEARCH_ASSETS = [FRAME_SCRIPT, PAGE_SCRIPT] as const;

function framePage(lang: Language): Html {
  const version = asset(FRAME_SCRIPT).etag.replace(/\W/g, '');
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${TEXTS[lang].panel}</title>
        <script src="../assets/${FRAME_SCRIPT}?v=${version}" defer></script>
      </head>
      <body></body>
    </html> `;
}
