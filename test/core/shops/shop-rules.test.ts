import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  isBusinessNumber,
  PLAIN_THEME,
  type ShopTheme,
  themeFault,
  verifyBusiness,
  NO_BUSINESS,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

const RIGHT = [
  '220-81-62517',
  '124-81-00998',
  '101-81-00020',
  '2208162517',
  ' 220-81-62517 ',
  '123-45-67891',
];
const WRONG = [
  '123-45-67890', // the document's own example
  '000-00-00000',
  '0000000000',
  '220-81-62518',
  '220-8162517',
  '22-081-62517',
  '２２０-81-62517',
  '220-81-6251',
  '220-81-625177',
  '',
];

suite('business numbers', (test) => {
  for (const number of RIGHT)
    test(`${number} is one`, () => {
      assert.is(isBusinessNumber(number), true);
    });

  for (const number of WRONG)
    test(`"${number}" is none`, () => {
      assert.is(isBusinessNumber(number), false);
    });

  test('of ten numbers that differ in the last digit alone one is right', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (head) => {
        const digits = Array.from({ length: 10 }, (_, last) => `${String(head).padStart(9, '0')}${last}`);
        assert.is(digits.filter(isBusinessNumber).length, 1);
      }),
    ));

  test('a wrong one is refused in live mode and kept unverified in test mode', () => {
    const business = { ...NO_BUSINESS, businessNumber: '123-45-67890' };
    throwsWith('business_number_invalid', () => verifyBusiness(business, 'live'));
    assert.is(verifyBusiness(business, 'test'), false);
    assert.is(verifyBusiness({ ...business, businessNumber: '220-81-62517' }, 'live'), true);
    assert.is(verifyBusiness(NO_BUSINESS, 'live'), false);
  });
});

const SAFE: readonly Partial<ShopTheme>[] = [
  {},
  { logoUrl: 'https://cdn.shop.example/logo.png?v=1' },
  { primaryColor: '#0a0', backgroundColor: '#FFFFFF', textColor: '#111111', radius: 0 },
  { radius: 40 },
  { cssVariables: { '--primary-color': '#ff0000', '--button-radius': '8px', '--panel-radius': '0' } },
  { cssVariables: { '--text-color': 'rgb(1, 2, 3)', '--border-color': 'hsl(120 50% 50%)' } },
];

const UNSAFE: readonly Partial<ShopTheme>[] = [
  { logoUrl: 'http://shop.example/logo.png' },
  { logoUrl: 'javascript:alert(1)' },
  { logoUrl: 'data:image/svg+xml,<svg onload=alert(1)>' },
  { logoUrl: 'https://user@shop.example/logo.png' },
  { logoUrl: 'https://shop.example/a"onerror=alert(1)' },
  { logoUrl: "https://shop.example/');background:url(//evil" },
  { primaryColor: 'red' },
  { primaryColor: '#12345' },
  { textColor: '#000;}body{display:none' },
  { radius: -1 },
  { radius: 41 },
  { radius: 1.5 },
  { cssVariables: { '--your-color': '#fff' } },
  { cssVariables: { color: '#fff' } },
  { cssVariables: { '--primary-color': 'url(https://evil.example)' } },
  { cssVariables: { '--primary-color': 'expression(alert(1))' } },
  { cssVariables: { '--primary-color': '#your-brand-color' } },
  { cssVariables: { '--button-radius': '8px;}*{display:none' } },
  { cssVariables: { '--button-radius': '100vw' } },
  { cssVariables: { '--button-radius': '\\38px' } },
];

suite('themes', (test) => {
  SAFE.forEach((theme, index) =>
    test(`safe theme ${index + 1} is taken`, () => {
      assert.is(themeFault({ ...PLAIN_THEME, ...theme }), null);
    }),
  );

  UNSAFE.forEach((theme) =>
    test(`${JSON.stringify(theme)} is refused`, () => {
      assert.match(themeFault({ ...PLAIN_THEME, ...theme }) ?? '', /^theme\./);
    }),
  );

  test('no value that is taken can leave its declaration', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (value) => {
        const theme = {
          ...PLAIN_THEME,
          cssVariables: { '--primary-color': value, '--button-radius': value },
        };
        if (themeFault(theme) === null) assert.not.match(value, /[;{}<>\\/"'@]|url|\/\*/i);
      }),
    ));
});
