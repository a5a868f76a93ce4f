import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { readMoment, readWon } from '../../../adapters/statements/statement-values.ts';
import { legible } from '../../../adapters/statements/statement-text.ts';
import { suite } from '../../support/suite.ts';
import { seoul } from './files.ts';

suite('amounts of a statement', (test) => {
  const rows: readonly (readonly [cell: string, won: number | null | 'bad'])[] = [
    ['14,510', 14_510],
    ['14510', 14_510],
    ['14,510원', 14_510],
    ['14,510 원', 14_510],
    ['₩14,510', 14_510],
    ['￦ 14,510', 14_510],
    ['\\14,510', 14_510],
    ['KRW 14,510', 14_510],
    ['+14,510', 14_510],
    ['１４，５１０', 14_510],
    ['14510.00', 14_510],
    ['1,234,567,890', 1_234_567_890],
    ['-5,000', -5_000],
    ['-₩5,000', -5_000],
    ['₩-5,000', -5_000],
    ['−5,000', -5_000],
    ['△5,000', -5_000],
    ['(5,000)', -5_000],
    ['', null],
    ['0', null],
    ['0원', null],
    ['0.00', null],
    ['-', null],
    ['--', null],
    ['1,,098', 'bad'],
    ['1,09', 'bad'],
    ['12,3456', 'bad'],
    [',500', 'bad'],
    ['14,510.5', 'bad'],
    ['14510.01', 'bad'],
    ['1e5', 'bad'],
    ['1.4E+10', 'bad'],
    ['0x10', 'bad'],
    ['14 510', 'bad'],
    ['$14', 'bad'],
    ['(5,000', 'bad'],
    ['=1+1', 'bad'],
    ['14,510원 외', 'bad'],
    ['홍길동', 'bad'],
    ['99999999999999999', 'bad'],
    ['1'.repeat(65), 'bad'],
  ];
  for (const [cell, won] of rows)
    test(`"${cell}" is ${String(won)}`, () => {
      assert.is(readWon(legible(cell)), won);
    });

  test('an amount is never more than the digits in its cell say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (cell) => {
        const won = readWon(legible(cell));
        if (typeof won === 'number')
          assert.is(Math.abs(won), Number(legible(cell).split('.')[0]?.replace(/\D/g, '')));
      }),
    );
  });
});

suite('moments of a statement', (test) => {
  const rows: readonly (readonly [date: string, time: string, at: string | null])[] = [
    ['2024-02-01 11:05:33', '', '2024-02-01 11:05:33'],
    ['2024.02.01 11:05', '', '2024-02-01 11:05:00'],
    ['2024/02/01', '', '2024-02-01 00:00:00'],
    ['2024/02/01\n11:05:33', '', '2024-02-01 11:05:33'],
    ['20240201', '110533', '2024-02-01 11:05:33'],
    ['20240201', '11:05:33', '2024-02-01 11:05:33'],
    ['20240201110533', '', '2024-02-01 11:05:33'],
    ['20240201 110533', '', '2024-02-01 11:05:33'],
    ['202402011105', '', '2024-02-01 11:05:00'],
    ['24-02-01', '', '2024-02-01 00:00:00'],
    ['24.02.01', '1105', '2024-02-01 11:05:00'],
    ['2024. 2. 1.', '905', '2024-02-01 09:05:00'],
    ['2024년 2월 1일', '11시 05분 33초', '2024-02-01 11:05:33'],
    ['2024-02-01(목)', '11:05', '2024-02-01 11:05:00'],
    ['2024-02-01 (목) 11:05', '', '2024-02-01 11:05:00'],
    ['2024-02-01 오후 1:05:33', '', '2024-02-01 13:05:33'],
    ['2024-02-01 오전 12:05', '', '2024-02-01 00:05:00'],
    ['2024-02-01 12:05 PM', '', '2024-02-01 12:05:00'],
    ['2024-02-01T11:05:33', '', '2024-02-01 11:05:33'],
    ['2024-02-01T02:05:33Z', '', '2024-02-01 11:05:33'],
    ['2024-02-01T11:05:33.250+09:00', '', '2024-02-01 11:05:33'],
    ['45323', '', '2024-02-01 00:00:00'],
    ['45323.46218750', '', '2024-02-01 11:05:33'],
    ['45323', '0.46218750', '2024-02-01 11:05:33'],
    ['2024-02-01 00:00:00', '11:05:33', '2024-02-01 11:05:33'],
    ['2024-02-01 11:05:33', '-', '2024-02-01 11:05:33'],
    ['2024-02-29', '', '2024-02-29 00:00:00'],
    ['２０２４－０２－０１', '', '2024-02-01 00:00:00'],
    ['', '', null],
    ['-', '', null],
    ['2023-02-29', '', 'bad'],
    ['2024-02-30', '', 'bad'],
    ['2024-13-01', '', 'bad'],
    ['1924-02-01', '', 'bad'],
    ['02-01', '', 'bad'],
    ['02/01/2024', '', 'bad'],
    ['2024-02-01 25:00', '', 'bad'],
    ['2024-02-01 11:60', '', 'bad'],
    ['2024-02-01 오후 13:00', '', 'bad'],
    ['2024-02-01', '11:05:99', 'bad'],
    ['2024-02-01', '점심', 'bad'],
    ['2024-02-011', '', 'bad'],
    ['1', '', 'bad'],
    ['12345', '', 'bad'],
    ['조회기간 2024-02-01', '', 'bad'],
  ];
  for (const [date, time, at] of rows)
    test(`"${date}" with "${time}" is ${at}`, () => {
      const isTold = at !== null && at !== 'bad';
      assert.is(readMoment(legible(date), legible(time), false), isTold ? seoul(at) : at);
    });

  test('where times have seconds, a time that lost its zeros has them too', () => {
    assert.is(readMoment('20240201', '533', true), seoul('2024-02-01 00:05:33'));
    assert.is(readMoment('20240201', '90533', true), seoul('2024-02-01 09:05:33'));
    assert.is(readMoment('20240201', '0', true), seoul('2024-02-01 00:00:00'));
  });

  test('every second of this century comes back from the shapes that it is printed in', () => {
    const second = fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 });
    fc.assert(
      fc.property(second, (at) => {
        const [day = '', time = ''] = new Date((at + 9 * 3600) * 1000).toISOString().slice(0, 19).split('T');
        const serial = String((at + 9 * 3600) / 86_400 + 25_569);
        const shapes = [
          [`${day} ${time}`, ''],
          [day.replaceAll('-', '.'), time],
          [day.replaceAll('-', ''), time.replaceAll(':', '')],
          [day.slice(2).replaceAll('-', '/'), time],
          [`${day}T${time}+09:00`, ''],
          [serial, ''],
        ];
        for (const [date = '', beside = ''] of shapes)
          assert.is(readMoment(date, beside, true), at * 1000, `${date} ${beside}`);
      }),
    );
  });

  test('no text makes it throw or answer a moment outside of this century', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.boolean(), (date, time, isLong) => {
        const at = readMoment(legible(date), legible(time), isLong);
        if (typeof at === 'number')
          assert.ok(at >= seoul('1999-12-31 00:00:00') && at < seoul('2100-01-02 00:00:00'));
      }),
    );
  });
});
