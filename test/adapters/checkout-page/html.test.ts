import * as assert from 'uvu/assert';
import { decimalText, momentText, moneyText } from '../../../adapters/http/checkout-page/display.ts';
import { type HtmlValue, html, render } from '../../../adapters/http/checkout-page/html.ts';
import { suite } from '../../support/suite.ts';

suite('html', (test) => {
  test('text cannot become markup, in text or in an attribute', () => {
    const hostile = `"><script>alert('x')</script>&amp;`;
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;';
    assert.is(render(html`<p title="${hostile}">${hostile}</p>`), `<p title="${escaped}">${escaped}</p>`);
  });

  test('markup made by the same hand is not escaped again, and lists are joined', () => {
    const items = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
    assert.is(render(html`${items}`), '<i>a</i><i>&lt;b&gt;</i>');
  });

  test('nothing is left of null, undefined and false, and zero stays', () => {
    assert.is(render(html`[${null}${undefined}${false}${0}${''}]`), '[0]');
  });

  test('data from outside cannot pass for markup', () => {
    const forged = JSON.parse('{"markup":"<script>","Symbol(MARKUP)":"<script>"}') as HtmlValue;
    assert.not.match(render(html`<p>${forged}</p>`), /script/);
  });
});

suite('amounts and moments', (test) => {
  test('amounts are shown with the digits of their currency', () => {
    const shown = [
      moneyText(29_900, 'KRW', 'ko'),
      moneyText(29_900, 'KRW', 'en'),
      moneyText(2_999, 'USD', 'ko'),
      moneyText(2_999, 'USD', 'en'),
      moneyText(5, 'USD', 'en'),
      moneyText(1_500, 'JPY', 'en'),
      moneyText(1_234_567, 'KWD', 'en').replace(/\s/, ' '),
      moneyText(2_999, 'CAD', 'en'),
    ];
    assert.equal(shown, [
      '₩29,900',
      '₩29,900',
      '$29.99',
      '$29.99',
      '$0.05',
      '¥1,500',
      'KWD 1,234.567',
      'CA$29.99',
    ]);
  });

  test('the largest amount loses no digit', () => {
    assert.is(moneyText(Number.MAX_SAFE_INTEGER, 'KRW', 'ko'), '₩9,007,199,254,740,991');
    assert.is(moneyText(Number.MAX_SAFE_INTEGER, 'USD', 'en'), '$90,071,992,547,409.91');
    assert.is(decimalText(Number.MAX_SAFE_INTEGER, 'KWD'), '9007199254740.991');
  });

  test('moments are those of Korean clocks', () => {
    const at = Date.UTC(2024, 0, 15, 15, 30);
    assert.is(momentText(at, 'ko'), '2024년 1월 16일 00:30');
    assert.is(momentText(at, 'en'), 'Jan 16, 2024, 12:30 AM');
  });
});
