import type { Device, DeviceRepository, Scope } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { OLDEST_FIRST } from './offset.ts';
import { add, defineTable, findAll, findOne, IN_SCOPE, update } from './tables.ts';

const DEVICES = defineTable<Device>('kc_devices', {
  id: 'int',
  merchantId: 'text',
  mode: 'text',
  workspaceId: 'int',
  name: 'text',
  tokenHash: 'text',
  sealedToken: 'text',
  sealedSecret: 'text',
  requiresSignature: 'bool',
  heartbeatMinutes: 'int',
  lastSeenAt: 'int',
  dueAt: 'int',
  silentSince: 'int',
  isActive: 'bool',
  lastRefusal: 'json',
  createdAt: 'int',
  updatedAt: 'int',
  version: 'int',
});

const OF_WORKSPACE = `where workspace_id = ? and ${IN_SCOPE} ${OLDEST_FIRST}`;

/** Phones in the table `kc_devices`. */
export function deviceRows(db: Db): DeviceRepository {
  return {
    insert: (device) => db.write((session) => add(session, DEVICES, device)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, DEVICES, DEVICES.whereKey, [id, merchantId, mode])),
    findByTokenHash: (hash) =>
      db.read((session) => findOne(session, DEVICES, 'where token_hash = ?', [hash])),
    findScope: (id) =>
      db.read(async (session) => {
        const [row] = await session.all('select merchant_id, mode from kc_devices where id = ?', [id]);
        return row ? ({ merchantId: row['merchant_id'], mode: row['mode'] } as Scope) : null;
      }),
    update: (was, now) => db.write((session) => update(session, DEVICES, was, now)),
    list: ({ merchantId, mode }, workspaceId) =>
      db.read((session) => findAll(session, DEVICES, OF_WORKSPACE, [workspaceId, merchantId, mode])),
    listDueSilence: (now, limit) =>
      db.read((session) =>
        findAll(session, DEVICES, 'where due_at <= ? order by due_at limit ?', [now, limit]),
      ),
  };
}
