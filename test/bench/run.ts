// npm run bench: what the README claims, measured in one run. Absolute numbers are this machine's; read the ratios.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { analytics } from './analytics.ts';
import { coupons } from './coupons.ts';
import { flow } from './flow.ts';
import { lists } from './lists.ts';
import { match } from './match.ts';
import { sizes } from './sizes.ts';
import { smsParser } from './sms-parser.ts';
import { webhooks } from './webhooks.ts';

const BENCHES = { flow, lists, webhooks, sms: smsParser, match, coupons, analytics, sizes };

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'korea-checkout-bench-'));
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'} · ${availableParallelism()} cores · ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.version}`,
);
try {
  for (const [name, bench] of Object.entries(BENCHES))
    if (wanted.length === 0 || wanted.includes(name)) {
      console.log(`\n${name}`);
      for (const line of await bench(folder)) console.log(`  ${line}`);
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
