import type { Middleware } from 'koa';
import { asset } from '../assets.ts';
import { type Html, html, render } from '../checkout-page/html.ts';
import { assetLink } from '../checkout-page/layout.ts';
import { link, type PageRequest } from '../checkout-page/page-request.ts';
import type { Language } from '../language.ts';

/**
 * The window of the address search. It has a page of its own because Kakao's script needs inline scripts and styles
 * (github.com/daumPostcode/kakaoPostcodeQnA, issue 1124), which the page that pays must not allow, and because it tells
 * Kakao the path that it runs on: an order's path is the buyer's credential, this one says nothing. It has a window of
 * its own, without an opener, because a frame of the same origin could read the page around it.
 */
export const ADDRESS_SEARCH_PATH = '/checkout/address-search';

/** In the window, and on the order's page. */
const WINDOW_SCRIPT = 'address-search.js';
const WINDOW_STYLE = 'address-search.css';
const PAGE_SCRIPT = 'session-address.js';

/** The service has moved from daum to kakao (2026-03), and some of what it loads still comes from the old names. */
const SCRIPTS = 'https://t1.kakaocdn.net https://t1.daumcdn.net';
const FRAMES = 'https://postcode.map.kakao.com https://postcode.map.daum.net';

/** Nothing of an order or a buyer is on this page, so that what runs there finds nothing. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'unsafe-inline' ${SCRIPTS}`,
  `style-src 'self' 'unsafe-inline' ${SCRIPTS}`,
  `img-src data: ${SCRIPTS}`,
  `frame-src ${FRAMES}`,
  `form-action ${FRAMES}`,
  "worker-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

interface Texts {
  readonly open: string;
  readonly openLabel: string;
  readonly loading: string;
  readonly opened: string;
  readonly failed: string;
  readonly found: string;
  readonly window: {
    readonly title: string;
    readonly close: string;
    readonly loading: string;
    readonly failed: string;
    readonly found: string;
    readonly left: string;
  };
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  ko: {
    open: '주소 검색',
    openLabel: '주소 검색 (새 창)',
    loading: '주소 검색 창을 열고 있습니다.',
    opened: '새 창에서 주소를 선택해 주세요.',
    failed: '주소 검색을 열거나 불러오지 못했습니다. 우편번호와 주소를 직접 입력해 주세요.',
    found: '주소를 입력했습니다. 상세 주소를 이어서 입력해 주세요.',
    window: {
      title: '우편번호와 주소 찾기',
      close: '닫기',
      loading: '주소 검색을 불러오고 있습니다.',
      failed: '지금은 주소 검색을 쓸 수 없습니다. 이 창을 닫고 우편번호와 주소를 직접 입력해 주세요.',
      found: '주문 페이지로 주소를 보냈습니다. 이제 이 창을 닫아도 됩니다.',
      left: '이제 이 창을 닫아도 됩니다.',
    },
  },
  en: {
    open: 'Find address',
    openLabel: 'Find address (new window)',
    loading: 'The address search is opening.',
    opened: 'Please choose the address in the new window.',
    failed:
      'The address search could not be opened or loaded. Please type the postcode and the address yourself.',
    found: 'The address is filled in. Please add the apartment, floor or unit.',
    window: {
      title: 'Find a postcode and address',
      close: 'Close',
      loading: 'The address search is loading.',
      failed:
        'The address search is not available now. Please close this window and type the postcode and the address yourself.',
      found: 'The address was sent to the page of your order. You can close this window now.',
      left: 'You can close this window now.',
    },
  },
};

/**
 * The button that opens Kakao's postcode search in a window of its own. It stays hidden until a script shows it
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
      <button class="button quiet" type="button" aria-label="${t.openLabel}" data-open>${t.open}</button>
      <p
        class="hint"
        role="status"
        data-said
        data-loading="${t.loading}"
        data-opened="${t.opened}"
        data-failed="${t.failed}"
        data-found="${t.found}"
      ></p>
    </div>`;
}

/** Answers `GET /checkout/address-search`; everything else is somebody else's. */
export function addressSearchPage(): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.path !== ADDRESS_SEARCH_PATH) return next();
    ctx.set({
      'content-security-policy': POLICY,
      'x-frame-options': 'DENY',
      // A page of ours without this header that a script there opens is out of its reach as well.
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'public, max-age=3600',
    });
    const lang = ctx.query['lang'] === 'en' ? 'en' : 'ko';
    ctx.set('content-language', lang);
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = render(windowPage(lang));
  };
}

/** The files that the search loads from us. */
export const ADDRESS_SEARCH_ASSETS = [WINDOW_SCRIPT, WINDOW_STYLE, PAGE_SCRIPT] as const;

function windowPage(lang: Language): Html {
  const t = TEXTS[lang].window;
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${t.title}</title>
        <link rel="stylesheet" href="${besides(WINDOW_STYLE)}" />
        <script src="${besides(WINDOW_SCRIPT)}" defer></script>
      </head>
      <body>
        <header>
          <h1>${t.title}</h1>
          <button type="button" data-close>${t.close}</button>
        </header>
        <main>
          <p role="status" data-said data-failed="${t.failed}" data-found="${t.found}" data-left="${t.left}">
            ${t.loading}
          </p>
          <div data-place></div>
        </main>
      </body>
    </html> `;
}

/** An asset's address as this page sees it, wherever our paths begin. */
function besides(name: string): string {
  return `../assets/${name}?v=${asset(name).etag.replace(/\W/g, '')}`;
}
