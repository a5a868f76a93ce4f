import * as assert from 'uvu/assert';
import { cardBrand, checkCard, isCardNumber } from '../../../adapters/gateways/card-number.ts';
import { cardEffect, TEST_CARDS } from '../../../adapters/gateways/sandbox-cards.ts';
import { suite } from '../../support/suite.ts';

const NOW = Date.UTC(2024, 0, 15);
const GOOD = { number: '4242 4242-4242 4242', expiry: '12/34', cvc: '123' };

suite('card numbers', (test) => {
  test('a good entry has no problem, however its digits are grouped', () => {
    for (const number of ['4242424242424242', '4242 4242 4242 4242', ' 4242-4242-4242-4242 '])
      assert.equal(checkCard({ ...GOOD, number }, NOW), {});
  });

  test('every test card passes the checks of the form', () => {
    for (const { number } of TEST_CARDS) assert.ok(isCardNumber(number), number);
  });

  test('numbers that no card has are refused', () => {
    for (const number of [
      '4242424242424241',
      '4242',
      '0'.repeat(20),
      '4242x24242424242',
      '４２４２424242424242',
    ])
      assert.equal(checkCard({ ...GOOD, number }, NOW), { number: 'number_invalid' }, number);
  });

  test('empty fields are named one by one', () => {
    assert.equal(checkCard({ number: ' ', expiry: '', cvc: ' ' }, NOW), {
      number: 'missing',
      expiry: 'missing',
      cvc: 'missing',
    });
  });

  test('a card is good to the end of its month and not longer', () => {
    const at = (expiry: string, now = NOW) => checkCard({ ...GOOD, expiry }, now).expiry;
    assert.is(at('01/24'), undefined);
    assert.is(at('0124'), undefined);
    assert.is(at('01 / 24', Date.UTC(2024, 1, 1, 11)), undefined);
    assert.is(at('01/24', Date.UTC(2024, 1, 1, 12)), 'expiry_past');
    assert.is(at('12/23'), 'expiry_past');
    for (const odd of ['13/30', '00/30', '1/30', '12/2030', '12-30', 'soon'])
      assert.is(at(odd), 'expiry_format', odd);
  });

  test('a CVC has three digits, and four with American Express', () => {
    const cvc = (number: string, given: string) => checkCard({ ...GOOD, number, cvc: given }, NOW).cvc;
    assert.is(cvc('4242424242424242', '12'), 'cvc_format');
    assert.is(cvc('4242424242424242', '1234'), 'cvc_format');
    assert.is(cvc('378282246310005', '1234'), undefined);
    assert.is(cvc('378282246310005', '123'), 'cvc_format');
  });

  test('brands are told by the first digits', () => {
    const brands = {
      '4242424242424242': 'visa',
      '5555555555554444': 'mastercard',
      '2223003122003222': 'mastercard',
      '2720999999999996': 'mastercard',
      '2721000000000000': 'unknown',
      '378282246310005': 'amex',
      '3566002020360505': 'jcb',
      '36227206271667': 'diners',
      '6200000000000005': 'unionpay',
      '6011111111111117': 'discover',
      '9410000000000000': 'domestic',
      '1234567890123452': 'unknown',
    };
    for (const [number, brand] of Object.entries(brands)) assert.is(cardBrand(number), brand, number);
  });

  test('a number that is no test card asks for one', () => {
    assert.equal(cardEffect('5555555555554444'), { decline: 'test_card_required' });
    assert.equal(cardEffect('constructor'), { decline: 'test_card_required' });
  });
});
