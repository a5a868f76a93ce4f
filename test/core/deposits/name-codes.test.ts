import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { codesIn, ORDER_CODE_MAX, orderCode, readName } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

suite('codes of orders', (test) => {
  const codes: Readonly<Record<string, string>> = {
    'A-2024-0001': 'A20240001',
    'a 2024/0001': 'A20240001',
    '주문-0001': '주문0001',
    ＡＢ１２: 'AB12',
    '-': '',
  };
  for (const [number, code] of Object.entries(codes))
    test(`${number} has the code "${code}"`, () => {
      assert.is(orderCode(number), code);
    });

  test('a code fits its column', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (number) => {
        const code = orderCode(number);
        assert.ok(code.length <= ORDER_CODE_MAX && !/\p{Cs}/u.test(code));
        assert.is(orderCode(code), code);
      }),
    );
  });

  const found: readonly (readonly [string, string])[] = [
    ['홍길동A20240001', 'A20240001'],
    ['A20240001홍길동', 'A20240001'],
    ['홍길동20240001', '20240001'],
    ['A-2024-0001', 'A-2024-0001'],
    ['a20240001', 'A-2024-0001'],
    ['A20240001', 'A-2024-0001'],
    ['48291357', '48291357'],
    ['홍길동 48291357', '48291357'],
    ['４８２９１３５７', '48291357'],
    ['KIM48291357', '48291357'],
    ['KIM ABC1234', 'ABC1234'],
    ['홍길동 주문0001', '주문0001'],
    ['홍길동(48291357', '48291357'],
  ];
  for (const [name, number] of found)
    test(`${name} mentions ${number}`, () => {
      assert.ok(codesIn(name).includes(orderCode(number)), codesIn(name).join());
    });

  const absent: readonly (readonly [string, string])[] = [
    ['010-1234-5678', '5678'],
    ['010 1234 5678', '1234'],
    ['010-1234-5678', '12345678'],
    ['148291357', '48291357'],
    ['482913570', '48291357'],
    ['A20240001', 'A2024'],
    ['A-2024-0001', 'A-2024'],
    ['ABC1234', 'BC1234'],
    ['홍길동123', '123'],
    ['홍길동ORDER', 'ORDER'],
    ['홍길동네집', '홍길동네집'],
    [`${'가'.repeat(36)}123456`, '1234'],
    [`${'가'.repeat(40)}1234`, '1234'],
  ];
  for (const [name, number] of absent)
    test(`${name} does not mention ${number}`, () => {
      assert.not.ok(codesIn(name).includes(orderCode(number)), codesIn(name).join());
    });

  test('a code is found behind every name in Hangul', () => {
    const code = fc.stringMatching(/^[A-Z]{0,3}[0-9]{4,12}$/);
    fc.assert(
      fc.property(
        fc.stringMatching(/^[가-힣]{0,5} ?$/),
        code,
        fc.constantFrom('', '님', ' 입금'),
        (name, number, end) => assert.ok(codesIn(name + number + end).includes(number)),
      ),
    );
  });

  test('a number is never found within a longer one, however it is parted', () => {
    const digits = fc.stringMatching(/^[0-9]{4,8}$/);
    fc.assert(
      fc.property(
        digits,
        fc.stringMatching(/^[0-9]{1,4}$/),
        fc.constantFrom('', '-', ' ', '.'),
        (number, more, mark) => {
          const apart = (code: string): boolean => code !== number;
          assert.ok(codesIn(`홍길동${number}${mark}${more}`).every(apart));
          assert.ok(codesIn(`${more}${mark}${number}`).every(apart));
        },
      ),
    );
  });

  test('at most 200 codes of a name are looked for, none shorter than four or without a digit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '1', '가', '-', ' ', 'ｱ'), maxLength: 80 }),
        (name) => {
          const all = codesIn(name);
          assert.ok(all.length <= 200 && new Set(all).size === all.length);
          assert.ok(all.every((code) => code.length >= 4 && /\p{N}/u.test(code)));
        },
      ),
    );
    const many = codesIn('a1b2c3d4e5f6g7h8i9j10k11l12m13n14o15p16q17');
    assert.equal([many.length, many[0]?.length], [200, 40]);
  });
});

suite('names that want to be slow', (test) => {
  const pieces = [
    '님',
    '토스',
    '(',
    '(주',
    '(주)',
    ' ',
    'a1',
    'ﷺ',
    '주)',
    '088-',
    '*',
    '가',
    '1',
    '\u0301',
    '😀',
    'İ',
  ];
  for (const piece of pieces)
    test(`4 KB of ${JSON.stringify(piece)} are read within 5 ms`, () => {
      const name = piece.repeat(Math.ceil(4096 / piece.length));
      const once = (): number => {
        const from = performance.now();
        readName(name);
        orderCode(name);
        return performance.now() - from;
      };
      // The fastest of some: the machine may be busy with other tests.
      assert.ok(Math.min(...Array.from({ length: 20 }, once)) < 5);
    });
});
