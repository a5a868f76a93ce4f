import * as assert from 'uvu/assert';
import { readStatement, type SkipReason } from '../../../adapters/statements/statement-rows.ts';
import { suite } from '../../support/suite.ts';
import { refusalOf, seoul } from './files.ts';

const HEADER = ['거래일시', '적요', '보낸분', '출금액', '입금액', '잔액'];
const DAY = '2024-02-01 11:05:33';

/** One row under `HEADER`: a deposit unless something else is said. */
function row(change: {
  date?: string;
  note?: string;
  name?: string;
  out?: string;
  in?: string;
  balance?: string;
}) {
  const { date = DAY, note = '인터넷', name = '홍길동', out = '', balance = '' } = change;
  return [date, note, name, out, change.in ?? '14,510', balance];
}

const depositors = (table: readonly (readonly string[])[]) =>
  readStatement(table).rows.map(({ depositor, method }) => [depositor, method]);

suite('rows of a statement', (test) => {
  const reasons: readonly (readonly [what: string, cells: string[], reason: SkipReason])[] = [
    ['money that went out', row({ in: '0', out: '5,000' }), 'withdrawal'],
    ['money that went out, in words', row({ in: '', out: '오천원' }), 'bad_amount'],
    ['no money', row({ in: '-', out: '0' }), 'no_amount'],
    ['an amount with two commas', row({ in: '1,,098' }), 'bad_amount'],
    ['an amount with pence', row({ in: '1,098.50' }), 'bad_amount'],
    ['an amount with an exponent', row({ in: '1.4E+10' }), 'bad_amount'],
    ['a formula for an amount', row({ in: '=1+1' }), 'bad_amount'],
    ['a deposit below zero', row({ in: '-5,000' }), 'negative_amount'],
    ['money both ways', row({ in: '5,000', out: '5,000' }), 'both_ways'],
    ['a deposit that was taken back', row({ note: '입금취소' }), 'cancelled'],
    ['no date', row({ date: '' }), 'no_date'],
    ['a day that is none', row({ date: '2024-02-30' }), 'bad_date'],
    ['a total', row({ date: '합 계', name: '' }), 'total_row'],
    ['a total without a date', row({ date: '', note: '총 3건' }), 'total_row'],
    ['a balance that is carried over', row({ note: '전월이월', name: '' }), 'total_row'],
    ['the header once more', HEADER, 'header_row'],
  ];
  for (const [what, cells, reason] of reasons)
    test(`${what} is no deposit, and the row below it is one all the same`, () => {
      const { rows, skipped } = readStatement([HEADER, cells, row({})]);
      assert.equal(skipped, [{ line: 2, reason }]);
      assert.equal(
        rows.map(({ line, amount }) => [line, amount]),
        [[3, 14_510]],
      );
    });

  test('a total beside a date counts as a name where only names stand', () => {
    assert.equal(depositors([HEADER, row({ name: '합계' })]), [['합계', '인터넷']]);
  });

  test('empty rows are passed over, and lines are counted as a spreadsheet counts them', () => {
    const { rows, skipped } = readStatement([
      ['거래내역'],
      [],
      HEADER,
      ['', ' '],
      row({}),
      [],
      row({ in: '1' }),
    ]);
    assert.equal(skipped, []);
    assert.equal(
      rows.map(({ line }) => line),
      [5, 7],
    );
  });

  test('a row may end early', () => {
    assert.equal(readStatement([HEADER, [DAY, '인터넷', '홍길동', '', '14,510']]).rows, [
      {
        line: 2,
        depositedAt: seoul(DAY),
        amount: 14_510,
        depositor: '홍길동',
        balance: null,
        method: '인터넷',
      },
    ]);
  });

  test('a balance of zero or less is one, and one that is hidden is none', () => {
    const of = (balance: string) => readStatement([HEADER, row({ balance })]).rows[0]?.balance;
    assert.is(of('0'), 0);
    assert.is(of('0원'), 0);
    assert.is(of('-1,000'), -1_000);
    assert.is(of('1,000.00'), 1_000);
    assert.is(of('***'), null);
    assert.is(of(''), null);
  });

  test('one letter has one shape, and cells that look like formulas are text', () => {
    const names = [
      '=HYPERLINK("x")',
      '＝ｃｍｄ',
      '㈜하늘',
      ' 홍\u3000\u200b길동\n',
      '홍길동'.normalize('NFD'),
    ];
    assert.equal(
      depositors([HEADER, ...names.map((name) => row({ name }))]).map(([name]) => name),
      ['=HYPERLINK("x")', '=cmd', '(주)하늘', '홍 길동', '홍길동'],
    );
  });

  test('the sender goes before 기재내용, that before 적요, and that before a memo', () => {
    const header = ['메모', '적요', '기재내용', '의뢰인/수취인', '입금', '거래일'];
    const of = (...cells: string[]) => depositors([header, [...cells, '1', '2024-02-01']])[0];
    assert.equal(of('라', '다', '나', '가'), ['가', '다']);
    assert.equal(of('라', '다', '나', ''), ['나', '다']);
    assert.equal(of('라', '다', '', '-'), ['다', null]);
    assert.equal(of('라', '인터넷이체', '', ''), ['라', '인터넷이체']);
    assert.equal(of('', '', '', ''), [null, null]);
  });

  test('how money came is nobody, unless it stands where only names stand', () => {
    const words = ['전자금융', '타행이체', '오픈 뱅킹', 'CD', '무통장입금', '간편송금', 'ATM이체', '현금'];
    for (const word of words) {
      assert.equal(
        depositors([
          ['날짜', '내용', '입금'],
          ['2024-02-01', word, '1'],
        ]),
        [[null, null]],
      );
      assert.equal(
        depositors([
          ['날짜', '보낸분', '입금'],
          ['2024-02-01', word, '1'],
        ]),
        [[word, null]],
      );
    }
    for (const name of ['현금왕', '이체리', '김입금', '강신한', '5016', '인터넷상사'])
      assert.equal(
        depositors([
          ['날짜', '내용', '입금'],
          ['2024-02-01', name, '1'],
        ]),
        [[name, null]],
      );
  });
});

suite('amounts in one column', (test) => {
  const read = (header: string, rows: readonly string[][]) => {
    const table = rows.map((cells) => ['2024-02-01', '홍길동', ...cells]);
    const { rows: found, skipped } = readStatement([['거래일', '보낸분', ...header.split(' ')], ...table]);
    return [...found.map(({ amount }) => amount), ...skipped.map(({ reason }) => reason)];
  };

  test('a minus takes money out, and tells that the others bring it in', () => {
    assert.equal(read('거래금액', [['5,000'], ['-5,000'], ['−1'], ['△1']]), [
      5_000,
      'withdrawal',
      'withdrawal',
      'withdrawal',
    ]);
    assert.equal(read('입금/출금', [['5,000'], ['-5,000']]), [5_000, 'withdrawal']);
  });

  test('without a minus anywhere and without a word nobody knows which way the money went', () => {
    assert.equal(read('거래금액', [['5,000'], ['1,000']]), ['no_direction', 'no_direction']);
    assert.equal(read('거래금액', [['+5,000']]), [5_000]);
  });

  test('words say which way the money went', () => {
    const rows = [
      ['5,000', '입금'],
      ['5,000', '출금'],
      ['5,000', '이체출금'],
      ['5,000', '일반입금'],
      ['5,000', '지급'],
      ['5,000', '입출금'],
      ['5,000', '입금취소'],
    ];
    assert.equal(read('금액 입출금구분', rows), [
      5_000,
      5_000,
      'withdrawal',
      'withdrawal',
      'withdrawal',
      'no_direction',
      'cancelled',
    ]);
  });

  test('a minus that a word speaks against is not believed', () => {
    assert.equal(read('금액 구분', [['-5,000', '입금']]), ['negative_amount']);
  });

  test('columns for in and out go before one for amounts', () => {
    assert.equal(read('거래금액 입금액 출금액', [['9', '1,000', '']]), [1_000]);
  });
});

suite('headers of a statement', (test) => {
  const amountOf = (...header: string[]) => {
    const cells = header.map((name) =>
      /잔액|외화|수표/.test(name) ? '77' : /일|날짜|date/i.test(name) ? '2024-02-01' : '5',
    );
    return readStatement([header, cells]).rows[0]?.amount;
  };

  for (const name of [
    '입금액',
    '입금(원)',
    '입금 금액',
    '맡기신\n금액',
    '맡기신금액(입금)',
    '받으신금액',
    '입금액(₩)',
    '입금액[원]',
    '거래금액(입금)',
    '입　금　액',
    '입금＊',
    'Deposit',
    'Money In',
  ])
    test(`a column called ${JSON.stringify(name)} holds deposits`, () => {
      assert.is(amountOf('거래일', name, '출금가능잔액'), 5);
    });

  for (const name of [
    '거래일시',
    '거래 일자',
    '거래일자/시간',
    '거래일시(원장)',
    '일자',
    '날짜',
    '거래일',
    'Date',
    'Transaction Date',
  ])
    test(`a column called "${name}" holds dates`, () => {
      assert.is(amountOf(name, '입금'), 5);
    });

  for (const name of ['입금(외화)', '입금은행', '입금계좌', '입금가능액', '총입금'])
    test(`a column called "${name}" holds no deposits`, async () => {
      assert.is((await refusalOf(() => amountOf('거래일', name))).kind, 'no_header');
    });

  test('the header may stand in the thirtieth row, and not below it', async () => {
    const above = (rows: number) => Array.from({ length: rows }, () => ['안내']);
    assert.is(readStatement([...above(29), HEADER, row({})]).rows.length, 1);
    assert.is((await refusalOf(() => readStatement([...above(30), HEADER, row({})]))).kind, 'no_header');
  });

  test('without a header it says which columns it looked for, and nothing of what is in the file', async () => {
    const { message } = await refusalOf(() => readStatement([['홍길동', '14,510']]));
    for (const name of ['거래일시', '입금액', '맡기신금액', '거래금액']) assert.match(message, name);
    assert.not.match(message, /홍길동|14,510/);
    assert.is((await refusalOf(() => readStatement([]))).kind, 'no_header');
  });
});

suite('the account of a statement', (test) => {
  const of = (...above: string[][]) => readStatement([...above, HEADER]).accountNumber;
  const rows: readonly (readonly [above: string[][], number: string | null])[] = [
    [[['계좌번호: 123-456-789012']], '123-456-789012'],
    [[['거래내역'], ['계좌번호', '', '123456-04-567890', '홍길동']], '123456-04-567890'],
    [[['■ 계좌 번호 : 1002123456789 (홍길동)']], '1002123456789'],
    [[['조회계좌번호', '110－123－456789']], '110-123-456789'],
    [[['Account No. 123-456-789012']], '123-456-789012'],
    [[['계좌번호', '123-***-789012']], null],
    [
      [
        ['계좌번호', '123-456-789012'],
        ['계좌번호', '999-456-789012'],
      ],
      null,
    ],
    [[['조회기간', '2024-02-01 ~ 2024-02-29']], null],
    [[['계좌번호', '']], null],
    [[], null],
  ];
  for (const [above, number] of rows)
    test(`above the header ${JSON.stringify(above)} says ${number}`, () => {
      assert.is(of(...above), number);
    });
});
