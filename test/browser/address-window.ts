import type { Page } from 'playwright-core';
import type { Buyer } from './order-page.ts';

const PATH = '/mapjsapi/bundle/postcode/prod/postcode.v2.js';
export const KAKAO = `https://t1.kakaocdn.net${PATH}`;
export const DAUM = `https://t1.daumcdn.net${PATH}`;
export const FRAME = 'https://postcode.map.kakao.com/guide/frame';

/**
 * What Kakao's script does, as far as we use it: it frames a page of its own, and calls back with what is chosen there.
 * Old ones are called daum.
 */
export const fake = (brand: 'kakao' | 'daum'): string => `
  window.${brand} = { Postcode: class {
    constructor(options) { this.options = options; }
    embed(place) {
      const frame = document.createElement('iframe');
      frame.title = '우편번호 검색 프레임';
      frame.style.cssText = 'width:100%;height:100%;border:0';
      frame.src = '${FRAME}';
      place.append(frame);
      addEventListener('message', ({ data }) => data === 'chosen' && this.options.oncomplete({
        zonecode: '06236', userSelectedType: 'R', roadAddress: '서울 강남구 테헤란로 152',
        jibunAddress: '서울 강남구 역삼동 737', bname: '역삼동', buildingName: '강남파이낸스센터', apartment: 'N',
      }));
    }
  } };`;

/** Its frame: a page of questions, and then one of answers, as the history of the window sees it. */
const FRAME_PAGE = `<a href="?answers" style="display:block">검색</a>
  <button style="width:100%" onclick="parent.postMessage('chosen', '*')">테헤란로 152</button>`;

export interface Kakao {
  /** All that went to other hosts than ours, whichever window asked. */
  readonly asked: readonly string[];
  /** What a window of the search was refused, or failed at. */
  readonly complaints: readonly string[];
}

/** Answers in the place of Kakao, in every window of the visitor. */
export async function playKakao({ page, url }: Buyer, script: string | null = fake('kakao')): Promise<Kakao> {
  const context = page.context();
  const [asked, complaints]: [string[], string[]] = [[], []];
  context.on('request', (request) => {
    if (!request.url().startsWith(url)) asked.push(request.url());
  });
  context.on('page', (opened) => {
    opened.on('pageerror', (error) => complaints.push(error.message));
    opened.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
    });
  });
  await context.route(KAKAO, (route) =>
    script === null ? route.abort() : route.fulfill({ contentType: 'text/javascript', body: script }),
  );
  await context.route(DAUM, (route) => route.abort());
  await context.route(`${FRAME}*`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: FRAME_PAGE }),
  );
  return { asked, complaints };
}

export const buttonOf = (page: Page, name: string | RegExp = '주소 검색 (새 창)') =>
  page.getByRole('button', { name });

/** Presses the button and waits for the window. */
export async function openSearch(page: Page, name?: string): Promise<Page> {
  const opening = page.context().waitForEvent('page');
  await buttonOf(page, name).click();
  const search = await opening;
  search.setDefaultTimeout(15_000);
  return search;
}

export const frameOf = (search: Page) => search.frameLocator('[data-place] iframe');
export const addressesOf = (search: Page) => frameOf(search).getByRole('button', { name: '테헤란로 152' });

/** Somebody else in the channel of a search, who says these things one after the other. */
export async function post(search: Page, messages: readonly unknown[]): Promise<void> {
  await search.evaluate(`{
    const channel = new BroadcastChannel(location.hash.slice(1));
    for (const message of ${JSON.stringify(messages)}) channel.postMessage(message);
  }`);
}
