import iconv from 'iconv-lite';
import * as assert from 'uvu/assert';
import { readTable } from '../../../adapters/statements/statement-table.ts';
import { suite } from '../../support/suite.ts';
import { read, refusalOf, utf8 } from './files.ts';

const CSV = '거래일시,보낸분,입금액\n2024-02-01 11:05:33,홍길동,"14,510"\n';
const CELLS = [
  ['거래일시', '보낸분', '입금액'],
  ['2024-02-01 11:05:33', '홍길동', '14,510'],
];

const table = (bytes: Uint8Array) => readTable(bytes, 'a.csv');

suite('a statement as text', (test) => {
  const files: readonly (readonly [what: string, bytes: Uint8Array])[] = [
    ['UTF-8', utf8(CSV)],
    ['UTF-8 with a mark in front', utf8(`\ufeff${CSV}`)],
    ['EUC-KR', iconv.encode(CSV, 'euc-kr')],
    [
      'UTF-16, as Excel writes it',
      iconv.encode(CSV.replaceAll(',', '\t').replace('14\t510', '14,510'), 'utf-16le', { addBOM: true }),
    ],
    ['lines that end as on Windows', utf8(CSV.replaceAll('\n', '\r\n'))],
    ['lines that end as on an old Mac', utf8(CSV.replaceAll('\n', '\r'))],
    ['lines that end in two ways', utf8(CSV.replace('\n', '\r\n'))],
    ['tabs', utf8('거래일시\t보낸분\t입금액\n2024-02-01 11:05:33\t홍길동\t14,510\n')],
    ['semicolons', utf8('거래일시;보낸분;입금액\n2024-02-01 11:05:33;홍길동;14,510')],
    ['spaces around the delimiters', utf8(CSV.replace(',홍길동,"', ' , 홍길동 , "'))],
    [
      'numbers that Excel must not touch',
      utf8(CSV.replace('홍길동', '="홍길동"').replace('"14,510"', '="14,510"')),
    ],
  ];
  for (const [what, bytes] of files)
    test(`${what}: the cells are what people see`, async () => {
      assert.equal(await table(bytes), CELLS);
    });

  test('syllables that only CP949 has are read', async () => {
    assert.equal(await table(iconv.encode('거래일,입금,내용\n2024-02-01,1,뷁똠방각하', 'cp949')), [
      ['거래일', '입금', '내용'],
      ['2024-02-01', '1', '뷁똠방각하'],
    ]);
  });

  test('a title may hold more delimiters of another kind than the header has', async () => {
    const { rows } = await read(
      utf8('조회;기간;2024\t02\t01\t-\t2024\t02\t29\n거래일,입금\n2024-02-01,"1,000"'),
    );
    assert.is(rows[0]?.amount, 1_000);
  });

  test('quotes keep newlines, commas and quotes of a cell together', async () => {
    assert.equal(await table(utf8('거래\n"거래\n일시",입금,"홍, ""길동"""\n,,')), [
      ['거래'],
      ['거래\n일시', '입금', '홍, "길동"'],
      ['', '', ''],
    ]);
  });

  test('empty lines stay, so that rows are counted as a spreadsheet counts them', async () => {
    assert.equal(await table(utf8('a\n\n\nb')), [['a'], [''], [''], ['b']]);
  });

  for (const quoted of ['"홍길동', '홍"길동', '"홍"길동', '"홍길동,1\n2024-02-02,"김철수"'])
    test(`a quote out of place is refused, not guessed at: ${JSON.stringify(quoted)}`, async () => {
      const bytes = utf8(`거래일,보낸분,입금\n2024-02-01,${quoted},1\n2024-02-03,이영희,2\n`);
      const { kind, message } = await refusalOf(() => table(bytes));
      assert.is(kind, 'damaged');
      assert.match(message, /^a\.csv: a quotation mark is out of place near line \d+$/);
    });
});

suite('a statement as a page', (test) => {
  const PAGE = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=euc-kr"><style>td { mso-number-format:"\\@" }</style></head>
<body><table border=1><tr><td bgcolor='#eee' colspan=2>계좌번호</td><td>123-456-789012</td></tr></table>
<TABLE><TR><TH nowrap>거래일시<TH>입금<br>금액</TH><TH>내용</TH></TR>
<tr><td>2024.02.01<br/>11:05:33</td><td align=right>14,510&nbsp;</td><td>A&amp;B &#54861;</td></tr></table></body></html>`;

  test('tables that a bank has called .xls are read', async () => {
    for (const bytes of [utf8(PAGE), utf8(`\ufeff\n${PAGE}`), iconv.encode(PAGE, 'euc-kr')]) {
      const { rows, accountNumber } = await read(bytes, 'list.xls');
      assert.is(accountNumber, '123-456-789012');
      assert.equal(
        rows.map(({ amount, depositor, line }) => [amount, depositor, line]),
        [[14_510, 'A&B 홍', 3]],
      );
    }
  });

  const refused: readonly (readonly [what: string, page: string])[] = [
    ['a table in a table', '<table><tr><td><table><tr><td>거래일</td></tr></table></td></tr></table>'],
    ['no table', '<html><body>로그인하세요</body></html>'],
    [
      'a workbook of 2003',
      '<?xml version="1.0"?><Workbook><Worksheet><Table><Row/></Table></Worksheet></Workbook>',
    ],
    ['rows that go over everything', `<table><tr>${'<td rowspan=99999>x</td>'.repeat(99)}</tr></table>`],
  ];
  for (const [what, page] of refused)
    test(`${what} is refused, and it is said what helps`, async () => {
      const { kind, message } = await refusalOf(() => table(utf8(page)));
      assert.is(kind, 'unsupported_format');
      assert.match(message, 'save it as .xlsx');
    });
});

suite('files that are no statements', (test) => {
  const files: readonly (readonly [what: string, bytes: Uint8Array, kind: string])[] = [
    [
      'an old .xls',
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]),
      'unsupported_format',
    ],
    ['a PDF', utf8('%PDF-1.7\n'), 'unsupported_format'],
    ['zeros', new Uint8Array(100), 'unsupported_format'],
    ['nothing', new Uint8Array(0), 'no_rows'],
    ['more than 20 MB', new Uint8Array(20_000_001).fill(0x2c), 'too_large'],
    ['a zip that ends at once', utf8('PK\x03\x04'), 'damaged'],
    ['100,001 rows', utf8('\n'.repeat(100_001)), 'too_many_rows'],
    ['100,001 rows of a page', utf8(`<table>${'<tr><td>'.repeat(100_001)}`), 'too_many_rows'],
  ];
  for (const [what, bytes, kind] of files)
    test(`${what}: refused as ${kind}, with the file's name in front`, async () => {
      const refusal = await refusalOf(() => readTable(bytes, '통장.xls'));
      assert.is(refusal.kind, kind);
      assert.ok(refusal.message.startsWith('통장.xls: '));
    });

  test('for an old .xls it says what to save it as', async () => {
    const { message } = await refusalOf(() => table(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])));
    assert.match(message, /save it as \.xlsx without a password, or as CSV/);
  });
});
