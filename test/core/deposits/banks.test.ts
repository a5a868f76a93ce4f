import * as assert from 'uvu/assert';
import { bankByCode, bankByName, bankNameAgrees, BANKS } from '../../../core/deposits/banks.ts';
import { suite } from '../../support/suite.ts';

suite('banks', (test) => {
  test('each has a code of three digits of its own', () => {
    assert.is(new Set(BANKS.map(({ code }) => code)).size, BANKS.length);
    for (const { code, legacyCodes } of BANKS)
      for (const one of [code, ...legacyCodes]) assert.match(one, /^\d{3}$/);
  });

  test('no code leads to two banks', () => {
    const codes = BANKS.flatMap(({ code, legacyCodes }) => [code, ...legacyCodes]);
    assert.is(new Set(codes).size, codes.length);
  });

  test('no name leads to another bank', () => {
    for (const bank of BANKS)
      for (const name of [bank.name, bank.shortName, ...bank.aliases])
        assert.is(bankByName(name), bank, name);
  });

  for (const [code, name] of [
    ['004', '국민은행'],
    ['088', '신한은행'],
    ['081', '하나은행'],
    ['092', '토스뱅크'],
    ['243', '한국투자증권'],
    ['005', '하나은행'],
    ['019', '국민은행'],
    ['021', '신한은행'],
    ['010', '농협은행'],
    ['072', '우체국'],
  ] as const)
    test(`${code} is ${name}`, () => assert.is(bankByCode(code)?.name, name));

  for (const code of ['026', '005', '066', '067', '000', '', '4', '04', '0004', 'KB'])
    test(`${JSON.stringify(code)} is not offered`, () => {
      assert.not(BANKS.some((bank) => bank.code === code));
      if (code !== '005') assert.is(bankByCode(code), null);
    });

  for (const [text, code] of [
    ['국민', '004'],
    ['KB국민은행', '004'],
    ['kb 국민은행', '004'],
    ['ＫＢ', '004'],
    ['국민은행', '004'],
    [' 신한 은행 ', '088'],
    ['NH농협', '011'],
    ['iM뱅크', '031'],
    ['iM뱅크(대구)', '031'],
    ['대구은행', '031'],
    ['카뱅', '090'],
    ['K뱅크', '089'],
    ['SC제일', '023'],
    ['외환은행', '081'],
    ['MG새마을금고', '045'],
  ] as const)
    test(`${JSON.stringify(text)} is ${code}`, () => assert.is(bankByName(text)?.code, code));

  for (const text of ['', '은행', '국민연금공단', '우리건설', '강신한', 'x'.repeat(100_000)])
    test(`${JSON.stringify(text.slice(0, 20))} is no bank`, () => assert.is(bankByName(text), null));

  for (const [code, name, agrees] of [
    ['004', '국민', true],
    ['004', 'KB국민은행', true],
    ['004', '신한은행', false],
    ['081', '하나', true],
    ['005', '하나은행', true],
    ['005', '외환은행', true],
    ['011', '농협', true],
    ['012', '농협', true],
    ['012', '농협은행', true],
    ['012', '축협', true],
    ['011', '축협', false],
    ['007', '수협', true],
    ['030', '수협', true],
    ['026', '신한은행', false],
    ['999', '국민은행', false],
    ['004', '', false],
  ] as const)
    test(`${code} and ${JSON.stringify(name)} ${agrees ? 'agree' : 'do not agree'}`, () =>
      assert.is(bankNameAgrees(code, name), agrees));
});
