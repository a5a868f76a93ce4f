import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { contrast, hexText, parseColor } from '../../../../adapters/http/session-page/colors.ts';
import {
  policyOrigins,
  themeCss,
  themeOrigins,
  themeVersion,
} from '../../../../adapters/http/session-page/theme-css.ts';
import { PLAIN_THEME, type ShopTheme, themeFault } from '../../../../core/index.ts';
import { suite } from '../../../support/suite.ts';

const css = (theme: Partial<ShopTheme>): string => themeCss({ ...PLAIN_THEME, ...theme });

/** The custom properties that a theme comes to. */
function said(theme: Partial<ShopTheme>): Record<string, string> {
  const lines = [...css(theme).matchAll(/^ {2}([\w-]+): (.*);$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

const ratio = (one: string | undefined, other: string | undefined): number =>
  contrast(parseColor(one ?? '') ?? [0, 0, 0], parseColor(other ?? '') ?? [0, 0, 0]);

const NASTY = [
  '};body{display:none}',
  '#fff}</style><script>alert(1)</script>',
  '</style>',
  'url(https://evil.example/x)',
  'expression(alert(1))',
  '/* */ #fff',
  '#fff/**/',
  '\\7d body{}',
  '#f\\66 f',
  '#ffffff;--x:1',
  'rgb(1 2 3/*)',
  'rgb(1,2,3);background:url(//evil.example)',
  'var(--x)',
  '8px;}',
  '8px\n}',
  '＃ffffff',
  '\u0000#fff',
  '1e9px',
  '-8px',
  'calc(1px + 1vw)',
];

const VARIABLES = [
  '--primary-color',
  '--primary-text-color',
  '--background-color',
  '--surface-color',
  '--text-color',
  '--muted-color',
  '--border-color',
  '--button-radius',
  '--field-radius',
  '--panel-radius',
] as const;

const WHOLE =
  /^(?::root \{\n(?: {2}(?:color-scheme: (?:light|dark)|--[a-z-]+-color: #[\da-f]{6}|--(?:button|field|panel)-radius: (?:0|\d{1,2}(?:\.\d{1,2})?(?:px|em|rem)));\n)+\}\n)?$/;

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
const mix3 = (...parts: fc.Arbitrary<string>[]) => fc.oneof(...parts);
const anyValue = mix3(
  hex,
  fc.string(),
  fc.constantFrom(...NASTY),
  fc.constantFrom('8px', '0', '1.5rem', '99em'),
);
const anyTheme: fc.Arbitrary<ShopTheme> = fc.record({
  logoUrl: fc.option(mix3(fc.webUrl(), fc.string()), { nil: null }),
  primaryColor: fc.option(anyValue, { nil: null }),
  backgroundColor: fc.option(anyValue, { nil: null }),
  textColor: fc.option(anyValue, { nil: null }),
  radius: fc.option(fc.oneof(fc.integer(), fc.double()), { nil: null }),
  cssVariables: fc.dictionary(mix3(fc.constantFrom(...VARIABLES), fc.string()), anyValue),
});

suite('theme of a shop', (test) => {
  test('a theme that says nothing is an empty style sheet', () => {
    assert.is(css({}), '');
  });

  test('the document’s example colours the buttons and rounds their corners', () => {
    const theme = { cssVariables: { '--primary-color': '#1b4dd8', '--button-radius': '8px' } };
    assert.is(said(theme)['--primary-color'], '#1b4dd8');
    assert.is(said(theme)['--primary-text-color'], '#ffffff');
    assert.is(said(theme)['--button-radius'], '8px');
  });

  test('custom properties win over the fields of the theme', () => {
    const {
      '--primary-color': color,
      '--field-radius': field,
      '--panel-radius': panel,
    } = said({
      primaryColor: '#000000',
      radius: 4,
      cssVariables: { '--primary-color': '#123456', '--field-radius': '1rem' },
    });
    assert.equal([color, field, panel], ['#123456', '1rem', '4px']);
  });

  test('every way of writing a colour that a shop may use comes out as #rrggbb', () => {
    const written = {
      '#fa0': '#ffaa00',
      '#FFAA00': '#ffaa00',
      'rgb(255, 170, 0)': '#ffaa00',
      'rgb(100% 50% 0%)': '#ff8000',
      'hsl(0, 100%, 50%)': '#ff0000',
      'hsl(240deg 100% 25%)': '#000080',
      'rgb(999 0 0)': '#ff0000',
    };
    for (const [text, expected] of Object.entries(written)) {
      const theme = { ...PLAIN_THEME, cssVariables: { '--primary-color': text } };
      assert.is(themeFault(theme), null, text);
      assert.is(said(theme)['--primary-color'], expected, text);
    }
    for (const text of [
      'rgb(30deg 0 0)',
      'rgb(10% 0 0)',
      'hsl(10 20 30)',
      'red',
      '#ffff',
      '#12345678',
      'rgb(1.2.3 0 0)',
    ])
      assert.is(parseColor(text), null, text);
  });

  test('text that cannot be read on its background gets a colour that can', () => {
    const { '--text-color': text, '--background-color': back } = said({
      backgroundColor: '#222222',
      textColor: '#333333',
    });
    assert.is(back, '#222222');
    assert.ok(ratio(text, back) >= 4.5, `${text} on ${back}`);
  });

  test('a dark background darkens its panels, and the page says that it is dark', () => {
    const {
      '--surface-color': surface,
      'color-scheme': scheme,
      '--muted-color': muted,
    } = said({
      backgroundColor: '#0b0d12',
    });
    assert.is(scheme, 'dark');
    assert.ok(ratio(surface, '#0b0d12') < 2);
    assert.ok(ratio(muted, surface) >= 4.5);
  });

  test('a panel that no text fits, beside its background, becomes like its background', () => {
    const colors = said({ backgroundColor: '#000000', cssVariables: { '--surface-color': '#ffffff' } });
    assert.ok(ratio(colors['--text-color'], colors['--surface-color']) >= 4.5);
    assert.ok(ratio(colors['--text-color'], colors['--background-color']) >= 4.5);
  });

  test('a primary colour that is no colour for text is none: links take the text’s', () => {
    const yellow = said({ primaryColor: '#fee500' });
    assert.is(yellow['--primary-color'], '#fee500');
    assert.is(yellow['--accent-color'], yellow['--text-color']);
    assert.ok(ratio(yellow['--primary-text-color'], '#fee500') >= 4.5);
    assert.is(said({ primaryColor: '#1b4dd8' })['--accent-color'], '#1b4dd8');
  });

  test('a button in the colour of its panel gets the text’s', () => {
    const { '--primary-color': primary, '--text-color': text } = said({ primaryColor: '#ffffff' });
    assert.is(primary, text);
  });

  test('lines that would vanish on their panels are drawn of the text, and others are the shop’s', () => {
    const all = (color: string) => Object.fromEntries(VARIABLES.slice(0, 7).map((name) => [name, color]));
    for (const color of ['#000000', '#ffffff', '#777777']) {
      const { '--border-color': border, '--surface-color': surface } = said({ cssVariables: all(color) });
      assert.ok(ratio(border, surface) >= 1.25, `${border} on ${surface}`);
    }
    assert.is(said({ cssVariables: { '--border-color': '#dddddd' } })['--border-color'], '#dddddd');
  });

  test('corners that would hide what stands in them are cut down', () => {
    const { '--button-radius': button, '--panel-radius': panel } = said({
      cssVariables: { '--button-radius': '99px', '--panel-radius': '99px' },
    });
    assert.equal([button, panel], ['99px', '40px']);
  });

  test('nothing that is no colour and no length is ever written', () => {
    for (const nasty of NASTY) {
      const cssVariables = Object.fromEntries(VARIABLES.map((name) => [name, nasty]));
      const all = { primaryColor: nasty, backgroundColor: nasty, textColor: nasty, cssVariables };
      assert.is(css(all), '', nasty);
      const beside = css({ ...all, primaryColor: '#123456', cssVariables: { [nasty]: '#fff' } });
      assert.match(beside, WHOLE, nasty);
      assert.not.ok(beside.includes(nasty), nasty);
    }
  });

  test('whatever a theme holds, its style sheet is declarations of known shape and all text can be read', () =>
    fc.assert(
      fc.property(anyTheme, (theme) => {
        assert.match(themeCss(theme), WHOLE);
        const colors = said(theme);
        if (colors['--text-color'] === undefined) return;
        for (const text of ['--text-color', '--muted-color'])
          for (const back of ['--background-color', '--surface-color'])
            assert.ok(ratio(colors[text], colors[back]) >= 4.5, `${text} on ${back}: ${themeCss(theme)}`);
        assert.ok(ratio(colors['--border-color'], colors['--surface-color']) >= 1.25, themeCss(theme));
        if (colors['--primary-color'] === undefined) return;
        assert.ok(ratio(colors['--primary-text-color'], colors['--primary-color']) >= 4.5);
        assert.ok(ratio(colors['--accent-color'], colors['--surface-color']) >= 4.5);
      }),
      { numRuns: 2_000 },
    ));

  test('a colour written as hex is read back as it was', () =>
    fc.assert(fc.property(hex, (text) => assert.is(hexText(parseColor(text) ?? [0, 0, 0]), text))));

  test('the version of a theme changes with what it looks like, and with nothing else', () => {
    const version = (theme: Partial<ShopTheme>) => themeVersion({ ...PLAIN_THEME, ...theme });
    assert.match(version({}), /^[\w-]{12}$/);
    assert.is(version({ primaryColor: '#fff' }), version({ primaryColor: '#FFFFFF' }));
    assert.is.not(version({ primaryColor: '#fff' }), version({ primaryColor: '#000' }));
  });
});

suite('origins in a policy', (test) => {
  test('a logo’s origin is named without its path', () => {
    const logoUrl = 'https://cdn.shop.example:8443/a/logo.png?x=1';
    assert.equal(themeOrigins({ ...PLAIN_THEME, logoUrl }), ['https://cdn.shop.example:8443']);
    assert.equal(themeOrigins(PLAIN_THEME), []);
  });

  test('an address that would say something else in a policy is left out', () => {
    const bad = [
      'http://shop.example/a.png',
      'https://user@shop.example/a.png',
      'javascript:alert(1)',
      'https://a,b.example/',
      "https://a'b.example/",
      'https://a;script-src.example/',
      'data:image/png;base64,AA',
      'nothing',
    ];
    for (const logoUrl of bad) assert.equal(themeOrigins({ ...PLAIN_THEME, logoUrl }), [], logoUrl);
  });

  test('each origin is named once, and other scripts than Latin as browsers send them', () => {
    const urls = [
      'https://상점.example/a',
      'https://xn--vk1bo67b.example/b',
      'https://x.example/1',
      'https://x.example/2',
    ];
    assert.equal(policyOrigins(urls).length, new Set(urls.map((url) => new URL(url).origin)).size);
    for (const origin of policyOrigins(urls)) assert.match(origin, /^https:\/\/[a-z\d.-]+$/);
  });
});
