import fc from 'fast-check';
import iconv from 'iconv-lite';
import * as assert from 'uvu/assert';
import { StatementError } from '../../../adapters/statements/statement-error.ts';
import { readStatement, type Statement } from '../../../adapters/statements/statement-rows.ts';
import { readTable } from '../../../adapters/statements/statement-table.ts';
import { suite } from '../../support/suite.ts';
import { read, utf8, xlsx } from './files.ts';

const LONG = { limitMs: 60_000 };

const HEADER = ['거래일시', '적요', '보낸분', '출금액', '입금액', '잔액', '거래점'];

const won = fc.integer({ min: 0, max: 99_999_999 }).map((amount) => amount.toLocaleString('en-US'));
const moment = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 19).replace('T', ' '));
const name = fc.constantFrom('홍길동', '주)하늘', '김"철"수', '이,영희', '5016', '=1+1', ' 박 민수 ', '');
const note = fc.constantFrom('전자금융', '타행이체', '', '이자', '입금취소');
const good = fc.tuple(moment, note, name, won, won, won, fc.constant('강남'));
const odd = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), won, moment, note), {
  maxLength: 9,
});
const body = fc.array(fc.oneof({ weight: 3, arbitrary: good }, odd), { maxLength: 20 });

/** Without the lines, which titles move. */
function content({ rows, skipped }: Statement) {
  return {
    rows: rows.map(({ line: _, ...row }) => row),
    reasons: skipped.map(({ reason }) => reason),
  };
}

const csvOf = (table: readonly (readonly string[])[], delimiter: string): string =>
  table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n');

suite('statements of any content', (test) => {
  test('every row is a deposit, skipped or empty, and no amount is made up', () => {
    fc.assert(
      fc.property(body, (rows) => {
        const table: readonly (readonly string[])[] = [HEADER, ...rows];
        const statement = readStatement(table);
        const lines = [...statement.rows, ...statement.skipped].map(({ line }) => line);
        assert.is(new Set(lines).size, lines.length);
        for (const { line, amount, depositedAt } of statement.rows) {
          assert.ok(Number.isSafeInteger(amount) && amount >= 1 && Number.isSafeInteger(depositedAt));
          const cell = table[line - 1]?.[4]?.normalize('NFKC').replace(/\.0+\D*$/, '') ?? '';
          assert.is(Number(cell.replace(/\D/g, '')), amount);
        }
      }),
    );
  });

  test('columns in another order, titles above and spaces in the header change nothing', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 });
    const titles = fc.array(fc.array(fc.constantFrom('거래내역', '', '홍길동', '2024-02-01', '1,000')), {
      maxLength: 20,
    });
    const space = fc.constantFrom('', ' ', '\n', '\u3000', '\u200b', '(원)', '*');
    fc.assert(
      fc.property(fc.array(good), order, titles, space, (rows, columns, above, gap) => {
        const shuffled = rows.map((row) => columns.map((column) => row[column] ?? ''));
        const header = columns.map(
          (column) => [...(HEADER[column] ?? '')].join(gap === '(원)' || gap === '*' ? '' : gap) + gap,
        );
        assert.equal(
          content(readStatement([...above, header, ...shuffled])),
          content(readStatement([HEADER, ...rows])),
        );
      }),
    );
  });

  test(
    'the same statement in every format and encoding has the same deposits',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(good, { maxLength: 5 }), async (rows) => {
          const table = [HEADER, ...rows];
          const told = readStatement(table);
          const page = table
            .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
            .join('');
          for (const bytes of [
            utf8(csvOf(table, ',')),
            utf8(`\ufeff${csvOf(table, '\t')}`),
            utf8(csvOf(table, ';')),
            iconv.encode(csvOf(table, ','), 'cp949'),
            utf8(`<table>${page}</table>`),
            xlsx(table),
          ])
            assert.equal(await read(bytes), told);
        }),
        { numRuns: 25 },
      );
    },
    LONG,
  );

  test(
    'no bytes hang it or throw anything but a refusal',
    async () => {
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.string({ unit: 'binary', maxLength: 500 }).map((text) => utf8(`거래일,입금\n${text}`)),
        fc.string({ maxLength: 500 }).map((text) => utf8(`<table><tr><td>${text}`)),
        fc.uint8Array({ maxLength: 500 }).map((tail) => Uint8Array.from([0x50, 0x4b, 3, 4, ...tail])),
      );
      await fc.assert(
        fc.asyncProperty(bytes, async (file) => {
          try {
            readStatement(await readTable(file, 'a'));
          } catch (error) {
            if (!(error instanceof StatementError)) throw error;
          }
        }),
        { numRuns: 300 },
      );
    },
    LONG,
  );

  test(
    '100,000 rows of text are read within seconds',
    async () => {
      const row = '2024-02-01 11:05:33,전자금융,"홍길동",0,"14,510","1,014,510",강남';
      const bytes = utf8([HEADER.join(','), ...Array.from({ length: 99_999 }, () => row)].join('\n'));
      const startedAt = performance.now();
      const { rows } = await read(bytes);
      const ms = performance.now() - startedAt;
      assert.is(rows.length, 99_999);
      assert.ok(ms < 30_000, `${Math.round(ms)} ms`);
    },
    LONG,
  );

  test(
    'a cell of any length costs no more than its length',
    () => {
      for (const unit of ['9', '-', '1-', '1,', ' ', '이체', '(', '계좌번호', '총 ', '1:', '\u200b', '합 ']) {
        const cell = unit.repeat(200_000 / unit.length);
        const startedAt = performance.now();
        readStatement([
          ['계좌번호', cell],
          HEADER,
          HEADER.map(() => cell),
          ['2024-02-01', cell, '', '', '1', cell],
        ]);
        const ms = performance.now() - startedAt;
        assert.ok(ms < 10_000, `${JSON.stringify(unit)}: ${Math.round(ms)} ms`);
      }
    },
    LONG,
  );
});
