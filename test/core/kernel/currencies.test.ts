import * as assert from 'uvu/assert';
import { CURRENCIES, currencyExponent } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

const EXPONENTS: Readonly<Record<number, string>> = {
  0: 'KRW JPY VND CLP ISK UGX PYG XAF XOF XPF UYI',
  2: 'USD EUR GBP CNY TWD THB HKD SGD INR IDR PHP MYR AUD BRL CHF MXN SLE VED XCG ZWG',
  3: 'KWD BHD IQD JOD LYD OMR TND',
  4: 'CLF UYW',
};

const WITHDRAWN = 'ANG BGN CUC DEM EEK FRF HRK LTL MRO SLL STD VEF ZMK ZWL'.split(' ');
const NOT_FOR_PAYING = 'XAG XAU XBA XDR XPD XPT XSU XTS XUA XXX'.split(' ');

suite('currencies', (test) => {
  test('there are at least 150, in alphabetical order and each of them once', () => {
    assert.ok(CURRENCIES.length >= 150, `${CURRENCIES.length}`);
    assert.equal(CURRENCIES, [...new Set(CURRENCIES)].sort());
  });

  test('every code is three capital letters and has 0, 2, 3 or 4 digits', () => {
    for (const code of CURRENCIES) {
      assert.match(code, /^[A-Z]{3}$/);
      assert.ok([0, 2, 3, 4].includes(currencyExponent(code) ?? -1), code);
    }
  });

  for (const [exponent, codes] of Object.entries(EXPONENTS))
    test(`${codes} have ${exponent} digits`, () => {
      for (const code of codes.split(' ')) assert.is(currencyExponent(code), Number(exponent), code);
    });

  for (const code of [...WITHDRAWN, ...NOT_FOR_PAYING])
    test(`${code} is not accepted`, () => {
      assert.is(currencyExponent(code), null);
      assert.not(CURRENCIES.includes(code));
    });

  for (const code of ['usd', 'US', 'USDD', ' USD', '', 'toString'])
    test(`"${code}" is no currency`, () => assert.is(currencyExponent(code), null));
});
