import { readFileSync } from 'node:fs';
import { parseBankMessage } from '../../core/deposits/sms/index.ts';

const SAMPLES = 'test/data/bank-sms.jsonl';
const ROUNDS = 400;
const RECEIVED_AT = Date.UTC(2026, 10, 20, 3);

/** What somebody writes who has an account at one bank: 국민, one message, one layout. */
const KOOKMIN =
  /^(?:\[Web발신\]\s*)?\[KB\](\d\d)\/(\d\d) (\d\d):(\d\d)\s+([\d*]+)\s+(.+?)\s+(\S*?)입금\s+([\d,]+)(?:\s+잔액([\d,]+))?\s*$/;

function peer(text: string): { readonly amount: number; readonly depositor: string } | null {
  const found = KOOKMIN.exec(text);
  if (!found) return null;
  return { amount: Number(found[8]?.replaceAll(',', '')), depositor: found[6] ?? '' };
}

/** Messages in a second on one core, the best of some rounds. */
function rateOf(texts: readonly string[], read: (text: string) => unknown): number {
  let best = 0;
  for (let turn = 0; turn < 5; turn += 1) {
    const began = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) for (const text of texts) read(text);
    best = Math.max(best, (ROUNDS * texts.length) / ((performance.now() - began) / 1000));
  }
  return best;
}

/** Bank messages read in a second: the collected samples, and those that a regex for one bank can read as well. */
export async function smsParser(): Promise<string[]> {
  const texts = readFileSync(SAMPLES, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const ours = (text: string) => parseBankMessage(text, { receivedAt: RECEIVED_AT });
  const shared = texts.filter((text) => peer(text) !== null);
  const read = texts.filter((text) => ours(text).some(({ ok }) => ok)).length;
  const all = rateOf(texts, ours);
  const [one, regex] = [rateOf(shared, ours), rateOf(shared, peer)];
  const mean = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length);
  return [
    `${Math.round(all)} messages/s of all banks, ${mean} characters on average (goal: at least 200,000)`,
    `${Math.round(one)} messages/s of one bank, ${(one / regex).toFixed(2)} of a regex for that bank alone`,
    `reads ${read} of ${texts.length} samples, the regex ${shared.length}`,
  ];
}
