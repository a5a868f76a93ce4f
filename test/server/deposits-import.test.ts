import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import * as assert from 'uvu/assert';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { type Api, api } from './api.ts';
import { runCli, withServe } from './cli-process.ts';

const LIMIT = { limitMs: 40_000 };

const DAY = '2024.02.12';

/** What a bank exports: a title, the account, a header somewhere below. */
const STATEMENT = [
  'KB국민은행 거래내역조회',
  '계좌번호,123-456-789012',
  '',
  '거래일시,적요,보낸분/받는분,출금액(원),입금액(원),잔액(원)',
  `${DAY} 09:10:31,전자금융,홍길동,0,"14,510","514,510"`,
  `${DAY} 09:12:02,전자금융,김철수,0,"20,000","534,510"`,
  `${DAY} 09:15:44,체크카드,스타벅스,"5,600",0,"528,910"`,
  `${DAY} 09:20:00,전자금융,이영희,0,"7,000","535,910"`,
  ',합계,,"5,600","41,510",',
].join('\r\n');

const ACCOUNT = {
  bank_code: '004',
  bank_name: '국민은행',
  account_number: '123-456-789012',
  account_holder: '홍길동',
};

interface Shop {
  readonly api: Api;
  import(file: string, ...more: string[]): ReturnType<typeof runCli>;
}

/** A running server with the demo's workspace and account; statements lie in its folder. */
async function withDemo(use: (shop: Shop, cwd: string) => Promise<void>): Promise<void> {
  await withFolder((cwd) =>
    withServe(['--demo'], { cwd }, async ({ url }) => {
      const demo = JSON.parse((await runCli(['demo', '--json'], { cwd })).stdout);
      const caller = api(url, demo.lunepay.token as string);
      assert.is((await caller.post('/api/v1/workspaces/1/bank-accounts', ACCOUNT)).status, 201);
      const run = (file: string, ...more: string[]) =>
        runCli(['deposits', 'import', file, '--merchant', demo.merchantId as string, '--json', ...more], {
          cwd,
        });
      await use({ api: caller, import: run }, cwd);
    }),
  );
}

suite('importing a statement', (test) => {
  test(
    'an EUC-KR file of a bank is read once, whatever SMS has brought, and a second time changes nothing',
    () =>
      withDemo(async (shop, cwd) => {
        await writeFile(join(cwd, 'kb.csv'), iconv.encode(STATEMENT, 'euc-kr'));
        const sms = '[Web발신]\n[KB]02/12 09:10\n123456***012\n홍길동\n전자금융입금\n14,510\n잔액514,510';
        const told = { raw_sms: sms, received_at: '2024-02-12T09:10:40+09:00' };
        assert.is((await shop.api.post('/api/v1/webhooks/bank-sms', told)).status, 200);
        const first = await shop.import('kb.csv');
        assert.equal(
          JSON.parse(first.stdout),
          { added: 2, matched: 0, held: 0, known: 1, skipped: 2 },
          first.stderr,
        );
        assert.is(JSON.parse((await shop.import('kb.csv')).stdout).known, 3);
        // The phone comes late: what the statement has brought is known.
        const late = sms
          .replace('홍길동', '김철수')
          .replace('14,510', '20,000')
          .replace('514,510', '534,510');
        const again = { raw_sms: late.replace('09:10', '09:12'), received_at: '2024-02-12T09:30:00+09:00' };
        await shop.api.post('/api/v1/webhooks/bank-sms', again);
        const list = await shop.api.get('/api/v1/workspaces/1/deposits');
        assert.equal(
          (list.body as { amount: number }[]).map(({ amount }) => amount).sort(),
          [14_510, 20_000, 7_000].sort(),
        );
      }),
    LIMIT,
  );

  test(
    'a file that is no statement, an unknown merchant and an account that is not named are told in one line',
    () =>
      withDemo(async (shop, cwd) => {
        await writeFile(join(cwd, 'poem.csv'), '산에는 꽃 피네\n꽃이 피네');
        await writeFile(join(cwd, 'old.xls'), Buffer.from('d0cf11e0a1b11ae1', 'hex'));
        await writeFile(join(cwd, 'kb.csv'), STATEMENT.replace('123-456-789012', '999-999-999999'));
        for (const [file, expected] of [
          ['poem.csv', /./],
          ['old.xls', /xlsx|CSV/i],
          ['missing.csv', /missing\.csv/],
          ['kb.csv', /--account/],
        ] as const) {
          const { code, stderr } = await shop.import(file);
          assert.is(code, 1, `${file}: ${stderr}`);
          assert.match(stderr, expected);
          assert.not.match(stderr, /bug of ours|\n\s+at /);
        }
        assert.is((await shop.import('kb.csv', '--account', '1')).code, 0);
      }),
    LIMIT,
  );
});
