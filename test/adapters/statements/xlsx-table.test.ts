import { randomBytes } from 'node:crypto';
import * as assert from 'uvu/assert';
import { readTable } from '../../../adapters/statements/statement-table.ts';
import { StatementError } from '../../../adapters/statements/statement-error.ts';
import { suite } from '../../support/suite.ts';
import { read, refusalOf, seoul, workbookParts, xlsx, zip } from './files.ts';
import type { TestSheet } from './files.ts';

const NOON = 45_323.4621875;
const HEADER = ['거래일시', '적요', '보낸분/받는분', '출금액', '입금액', '잔액'];
const ROWS: TestSheet['rows'] = [
  HEADER.map((shared) => ({ shared })),
  [{ date: NOON }, { shared: '전자금융' }, '홍길동', null, 14_510, 1_014_510],
];
const DEPOSIT = {
  line: 2,
  depositedAt: seoul('2024-02-01 11:05:33'),
  amount: 14_510,
  depositor: '홍길동',
  balance: 1_014_510,
  method: '전자금융',
};

const table = (bytes: Uint8Array) => readTable(bytes, 'a.xlsx');
/** The statement, and one more cell somewhere below it. */
function withCell(ref: string): Uint8Array {
  const parts = workbookParts([{ rows: ROWS }]);
  const path = 'xl/worksheets/sheet1.xml';
  const row = `<row r="${ref.replace(/\D/g, '')}"><c r="${ref}"><v>1</v></c></row>`;
  return zip({ ...parts, [path]: (parts[path] ?? '').replace('</sheetData>', `${row}</sheetData>`) });
}

const LONG = { limitMs: 60_000 };

suite('a statement as a workbook', (test) => {
  test('shared strings, strings in their place, numbers and dates become the text that people see', async () => {
    const rows: TestSheet['rows'] = [
      [
        { shared: ' 홍길동 ' },
        'A&B <1>',
        14_510,
        0.5,
        1e21,
        { date: NOON },
        { date: 45_323 },
        { time: 0.4621875 },
      ],
      [],
      [null, null, { formula: 'SUM(C1)', value: 14_510 }, '1e5', -5_000, 20_240_201_110_533],
    ];
    assert.equal(await table(xlsx(rows)), [
      [
        ' 홍길동 ',
        'A&B <1>',
        '14510',
        '0.5',
        '1000000000000000000000',
        '2024-02-01 11:05:33',
        '2024-02-01',
        '11:05:33',
      ],
      ['', '', '', '', '', '', '', ''],
      ['', '', '14510', '1e5', '-5000', '20240201110533', '', ''],
    ]);
  });

  test('its deposits are those of the same statement as text', async () => {
    assert.equal((await read(xlsx(ROWS), '거래내역.xlsx')).rows, [DEPOSIT]);
  });

  test('dates that are not formatted as dates are read as well', async () => {
    const rows: TestSheet['rows'] = [
      ['거래일자', '거래시간', '입금'],
      [45_323, 0.4621875, 5],
      [20_240_201, 110_533, 5],
    ];
    const { rows: found } = await read(xlsx(rows));
    assert.equal(
      found.map(({ depositedAt }) => depositedAt),
      [seoul('2024-02-01 11:05:33'), seoul('2024-02-01 11:05:33')],
    );
  });

  test('a date and a time in cells of their own are one moment', async () => {
    const rows: TestSheet['rows'] = [
      ['거래일자', '거래시간', '입금'],
      [{ date: 45_323 }, { time: 0.4621875 }, 5],
    ];
    assert.is((await read(xlsx(rows))).rows[0]?.depositedAt, seoul('2024-02-01 11:05:33'));
  });

  test('titles in merged cells may stand above the header', async () => {
    const rows = [['거래내역'], ['계좌번호: 123-456-789012'], [], ...ROWS];
    const parts = workbookParts([{ rows, merged: ['A1:F1', 'A2:F2'] }]);
    const statement = await read(zip(parts));
    assert.equal(statement.rows, [{ ...DEPOSIT, line: 5 }]);
    assert.is(statement.accountNumber, '123-456-789012');
  });

  test('sheets that are hidden or empty do not count, and two that are full are not chosen from', async () => {
    const hidden = { rows: [['비밀']], isHidden: true };
    const empty = { rows: [[], ['']] };
    assert.equal((await read(zip(workbookParts([hidden, empty, { rows: ROWS }])))).rows, [DEPOSIT]);
    const two = zip(workbookParts([{ rows: ROWS }, { rows: ROWS }]));
    assert.is((await refusalOf(() => table(two))).kind, 'several_sheets');
    assert.is((await refusalOf(() => table(zip(workbookParts([hidden, empty]))))).kind, 'no_rows');
  });

  test('archives with ZIP64 sizes, as servers write them, are read', async () => {
    assert.equal((await read(xlsx(ROWS, { isZip64: true }))).rows, [DEPOSIT]);
  });

  test('elements may have a prefix', async () => {
    const parts = workbookParts([{ rows: ROWS }]);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    const prefixed = sheet.replace(/<(\/?)(?=[a-z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=');
    assert.equal((await read(zip({ ...parts, 'xl/worksheets/sheet1.xml': prefixed }))).rows, [DEPOSIT]);
  });

  test(
    '100,000 rows are read within seconds',
    async () => {
      const bytes = xlsx([ROWS[0] ?? [], ...Array.from({ length: 99_999 }, () => ROWS[1] ?? [])]);
      const startedAt = performance.now();
      assert.is((await read(bytes)).rows.length, 99_999);
      const ms = performance.now() - startedAt;
      assert.ok(ms < 30_000, `${Math.round(ms)} ms`);
    },
    LONG,
  );

  test('a cell in row 100,001 is too far down', async () => {
    assert.is((await refusalOf(() => table(withCell('A100001')))).kind, 'too_many_rows');
    assert.is((await table(withCell('A100000'))).length, 100_000);
  });
});

suite('workbooks that are none', (test) => {
  const parts = workbookParts([{ rows: ROWS }]);

  test('a workbook that ends early is refused wherever it ends', async () => {
    const bytes = xlsx(ROWS);
    for (let length = 4; length < bytes.length; length += 37)
      assert.is((await refusalOf(() => table(bytes.subarray(0, length)))).kind, 'damaged', `${length} bytes`);
  });

  test('a workbook with a flipped byte has the same deposits, or is refused', async () => {
    const whole = xlsx(ROWS);
    for (let at = 4; at < whole.length; at += 7) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      const rows = await read(bytes).then(
        (statement) => statement.rows,
        (error: unknown) => {
          if (!(error instanceof StatementError)) throw error;
          return [DEPOSIT];
        },
      );
      assert.equal(rows, [DEPOSIT], `byte ${at}`);
    }
  });

  test('an archive without a workbook is refused', async () => {
    assert.is((await refusalOf(() => table(zip({ 'a.csv': '거래일,입금\n2024-02-01,1' })))).kind, 'damaged');
    assert.is((await refusalOf(() => table(zip({})))).kind, 'unsupported_format');
  });

  test('noise behind the first bytes of a zip is refused', async () => {
    for (let round = 0; round < 50; round += 1) {
      const bytes = Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(round * 20)]);
      assert.is((await refusalOf(() => table(bytes))).kind, 'damaged');
    }
  });

  const bomb = (path: string, unit: string, mb: number, quirks = {}) =>
    zip({ ...parts, [path]: unit.repeat(Math.ceil((mb * 1_000_000) / unit.length)) }, quirks);

  const bombs: readonly (readonly [what: string, make: () => Uint8Array, kind: string])[] = [
    ['a sheet that unpacks to 201 MB', () => bomb('xl/worksheets/sheet1.xml', ' ', 201), 'too_large'],
    ['strings that unpack to 33 MB', () => bomb('xl/sharedStrings.xml', '<si/>', 33), 'too_large'],
    [
      'a workbook of which every part says that it unpacks to 201 MB',
      () => zip(parts, { declaredSize: 201_000_000 }),
      'too_large',
    ],
    [
      'a sheet that says it unpacks to one byte',
      () => bomb('xl/worksheets/sheet1.xml', ' ', 50, { declaredSize: 1 }),
      'damaged',
    ],
    [
      'a sheet that does not say what it unpacks to',
      () => bomb('xl/worksheets/sheet1.xml', ' ', 50, { declaredSize: 0 }),
      'damaged',
    ],
    [
      'a ZIP64 sheet that unpacks to 201 MB',
      () => bomb('xl/worksheets/sheet1.xml', ' ', 201, { isZip64: true }),
      'too_large',
    ],
  ];
  for (const [what, make, kind] of bombs)
    test(
      `${what} is refused`,
      async () => {
        assert.is((await refusalOf(() => table(make()))).kind, kind);
      },
      LONG,
    );

  test('two cells at opposite corners of a sheet do not make one that is full', async () => {
    assert.is((await refusalOf(() => table(withCell('XFD1048576')))).kind, 'damaged');
  });
});
