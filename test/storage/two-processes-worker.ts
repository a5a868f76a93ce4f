// One of the processes of two-processes.test.ts: node two-processes-worker.ts <url> <units> <payment ids…>
import { openStorage } from '../../storage/index.ts';
import { SCOPE, sampleHistory, samplePayment } from '../support/fixtures.ts';

const AT_ONCE = 8;

const [url = '', units = '', ...ids] = process.argv.slice(2);
const { storage, close } = await openStorage(url);
const failures: string[] = [];
let next = 0;

async function work(): Promise<void> {
  while (next < Number(units)) {
    const n = next++;
    const id = ids[n % ids.length] ?? '';
    try {
      await storage.transaction(async (tx) => {
        const was = await tx.payments.find(SCOPE, id);
        if (!was) throw new TypeError(`no payment ${id}`);
        const saved = await tx.payments.update(was, { ...was, amountRefunded: was.amountRefunded + 1 });
        await tx.paymentHistory.append(sampleHistory({ paymentId: id, sequence: saved.version }));
        await tx.payments.insert(samplePayment({ id: `pay_${process.pid}_${n}` }));
      });
    } catch (error) {
      failures.push(String(error));
    }
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
await close();
process.send?.(failures);
