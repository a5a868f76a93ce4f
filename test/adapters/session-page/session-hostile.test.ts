import * as assert from 'uvu/assert';
import { fakeGateway } from '../../support/fake-gateway.ts';
import { suite } from '../../support/suite.ts';
import { tokenOf } from '../checkout-page/visitor.ts';
import { BUYER, EARPHONES, payByCard, post, send, withSessionPages } from './with-session-pages.ts';

/** Markup that breaks out of text, of attributes in either quotes and of style sheets, and a number to find it by. */
const canary = (n: number): string =>
  `"'></title></style><img src=x onerror=alert(${n})><script>alert(${n})</script>{}javascript:${n}`;

suite('the page of an order: hostile data', (test) => {
  test('whatever merchants and buyers write is text, in every state of the page', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, {
        name: canary(1),
        contactEmail: canary(2),
        contactPhone: canary(3),
        business: {
          businessNumber: canary(4),
          businessName: canary(5),
          ceoName: canary(6),
          address: canary(7),
          mailOrderNumber: canary(8),
        },
        termsUrl: 'javascript:alert(9)',
        privacyUrl: `https://shop.example/${canary(10)}`,
      });
      await pages.core.coupons.create(pages.scope, {
        code: 'XSS',
        type: 'fixed_amount',
        discountValue: 1_000,
        nameKo: canary(11),
      });
      const who = { id: null, name: canary(12), email: canary(13), phone: canary(14), country: null };
      const { session } = await pages.create({
        shopId: shop.id,
        platformOrderId: canary(15).slice(0, 60),
        items: [
          {
            ...EARPHONES,
            name: canary(16),
            description: canary(17),
            imageUrl: `https://x.example/${canary(18)}`,
          },
        ],
        customer: who,
        needsShipping: true,
        shippingAddress: { postcode: canary(19), address: canary(20), detail: canary(21) },
      });
      const open = await pages.open(session.id);
      const typed = { name: canary(22), coupon: canary(23), address_detail: canary(24), method: canary(25) };
      const seen = [
        open,
        await send(open, '/pay', { ...typed, coupon: '' }),
        await send(open, '/coupon', typed),
        await send(open, '/coupon', { ...typed, coupon: 'XSS' }),
        await pages.open(
          session.id,
          `?notice=${encodeURIComponent(canary(26))}&lang=${encodeURIComponent(canary(27))}`,
        ),
      ];
      const place = { postcode: '06236', address: canary(28), email: '', phone: '010-1234-5678' };
      seen.push(
        await payByCard(await pages.open(session.id), '4242424242424242', {
          ...place,
          name: canary(29).slice(0, 90),
        }),
      );
      seen.push(await pages.open(session.id));
      assert.is(seen[5]?.h1, '주문이 완료되었습니다');
      for (const { html } of seen) {
        assert.ok(html.includes('&lt;img src=x onerror=alert(16)&gt;'));
        assert.not.match(html, /<img src=x|<script>|<style|(?:href|src|action)="(?:javascript|data):/i);
        // What stands in quotes is text: what is left of a tag must have no handler and no style.
        assert.not.match(html.replace(/"[^"]*"/g, '""'), /<[^>]*\s(?:on\w+|style)=/i);
        assert.is(html.match(/<title>/g)?.length, 1);
      }
    }));

  test('nothing in a request can choose where the browser is sent', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const evil = 'https://evil.example/';
      const query = new URLSearchParams({
        returnUrl: evil,
        return: evil,
        next: evil,
        url: evil,
        notice: evil,
      });
      const page = await pages.open(session.id, `?${query.toString()}`);
      assert.not.match(page.html, /evil/);
      const asked = await post(
        `${pages.url}/checkout/${session.id}/pay?${query.toString()}`,
        { ...BUYER, ...Object.fromEntries(query), token: tokenOf(page), method: 'card', amount: '32000' },
        { 'x-forwarded-host': 'evil.example' },
      );
      assert.ok(asked.headers.get('location')?.startsWith(`${pages.url}/sandbox/card/`));
      const back = await fetch(`${pages.url}/checkout/${session.id}/return?${query.toString()}`, {
        redirect: 'manual',
      });
      assert.is(back.headers.get('location'), `/checkout/${session.id}`);
    }));

  test('a gateway of another site gets a link, not a redirect, and only over the web', async () => {
    const gateway = fakeGateway();
    await withSessionPages(
      async (pages) => {
        for (const [url, linked] of [
          ['https://gateway.example/pay?a=1&b=2', true],
          ['javascript:alert(1)', false],
        ] as const) {
          gateway.script.pay.push({ kind: 'requires_action', nextAction: { type: 'redirect', url } });
          const { session } = await pages.create();
          const page = await send(await pages.open(session.id), '/pay', { ...BUYER, method: 'card' });
          assert.is(page.h1, '결제가 진행 중입니다');
          assert.is(page.links.includes(url), linked, url);
        }
      },
      { gateways: [gateway] },
    );
  });

  test('a business number that nobody could check says so', () =>
    withSessionPages(async (pages) => {
      const pageFor = async (businessNumber: string) => {
        const business = {
          businessNumber,
          businessName: '상점',
          ceoName: '대표',
          address: null,
          mailOrderNumber: null,
        };
        const { shop } = await pages.core.shops.create(pages.scope, { name: '상점', business });
        return (await pages.open((await pages.create({ shopId: shop.id })).session.id)).html;
      };
      assert.match(await pageFor('123-45-67890'), /123-45-67890 <em>\(확인되지 않음\)/);
      assert.not.match(await pageFor('220-81-62517'), /확인되지 않음/);
    }));

  test('a database that does not answer is a page that says so, without its words', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      await pages.close();
      const page = await pages.open(session.id);
      assert.is(page.status, 503);
      assert.not.match(page.html, /knex|sqlite|SQL|closed/i);
    }));
});
