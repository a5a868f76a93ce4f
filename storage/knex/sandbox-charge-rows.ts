import type { SandboxCharge, SandboxChargeRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findOne, insert, update } from './tables.ts';

const CHARGES = defineTable<SandboxCharge>(
  'kc_sandbox_charges',
  {
    attemptId: 'text',
    mode: 'text',
    status: 'text',
    payment: 'json',
    instrument: 'json',
    failureCode: 'text',
    failureMessage: 'text',
    refunds: 'json',
    version: 'int',
  },
  { key: ['attemptId'] },
);

/** What the sandbox gateway remembers, in the table `kc_sandbox_charges`. */
export function sandboxChargeRows(db: Db): SandboxChargeRepository {
  return {
    find: (attemptId) => db.read((session) => findOne(session, CHARGES, CHARGES.whereKey, [attemptId])),
    insert: (charge) => db.write((session) => insert(session, CHARGES, charge)),
    update: (was, now) => db.write((session) => update(session, CHARGES, was, now)),
  };
}
