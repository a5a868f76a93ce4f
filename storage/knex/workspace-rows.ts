import type {
  Membership,
  Offset,
  OffsetPage,
  Scope,
  Workspace,
  WorkspaceRepository,
} from '../../core/index.ts';
import type { Db } from './backend.ts';
import { toInt } from './rows.ts';
import type { Session } from './session.ts';
import { add, defineTable, findAll, findOne, IN_SCOPE, insert, update } from './tables.ts';

const WORKSPACES = defineTable<Workspace>('kc_workspaces', {
  id: 'int',
  merchantId: 'text',
  mode: 'text',
  name: 'text',
  ownerId: 'int',
  isActive: 'bool',
  policy: 'json',
  webhookEndpointId: 'text',
  createdAt: 'int',
  updatedAt: 'int',
  version: 'int',
});

const MEMBERS = defineTable<Membership>(
  'kc_workspace_members',
  {
    workspaceId: 'int',
    userId: 'int',
    merchantId: 'text',
    mode: 'text',
    role: 'text',
    createdAt: 'int',
  },
  { key: ['workspaceId', 'userId'] },
);

const ONE_MEMBER = `${MEMBERS.whereKey} and ${IN_SCOPE}`;
const OF_WORKSPACE = `where workspace_id = ? and ${IN_SCOPE} order by created_at, user_id`;
const OF_USER = 'from kc_workspace_members where user_id = ? and merchant_id = ? and mode = ?';
const JOINED = `where id in (select workspace_id ${OF_USER}) and ${IN_SCOPE} order by id limit ? offset ?`;

/** Workspaces in the table `kc_workspaces`, and who belongs to them in `kc_workspace_members`. */
export function workspaceRows(db: Db): WorkspaceRepository {
  return {
    insert: (workspace) => db.write((session) => add(session, WORKSPACES, workspace)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, WORKSPACES, WORKSPACES.whereKey, [id, merchantId, mode])),
    update: (was, now) => db.write((session) => update(session, WORKSPACES, was, now)),
    lock: ({ merchantId, mode }, id) =>
      db.write(async (session) => {
        // SQLite runs one unit that writes after another anyway.
        if (session.dialect === 'sqlite') return;
        const sql = `select id from kc_workspaces ${WORKSPACES.whereKey} for update`;
        await session.all(sql, [id, merchantId, mode]);
      }),
    listOf: (scope, userId, offset) => db.read((session) => listJoined(session, scope, userId, offset)),
    addMember: (membership) => db.write((session) => insert(session, MEMBERS, membership)),
    findMember: ({ merchantId, mode }, workspaceId, userId) =>
      db.read((session) => findOne(session, MEMBERS, ONE_MEMBER, [workspaceId, userId, merchantId, mode])),
    removeMember: async ({ merchantId, mode }, workspaceId, userId) => {
      const sql = `delete from kc_workspace_members ${ONE_MEMBER}`;
      const params = [workspaceId, userId, merchantId, mode];
      return (await db.write((session) => session.run(sql, params))) === 1;
    },
    listMembers: ({ merchantId, mode }, workspaceId) =>
      db.read((session) => findAll(session, MEMBERS, OF_WORKSPACE, [workspaceId, merchantId, mode])),
  };
}

/** The workspaces of a user, counted by their memberships. */
async function listJoined(
  session: Session,
  { merchantId, mode }: Scope,
  userId: number,
  { limit, offset }: Offset,
): Promise<OffsetPage<Workspace>> {
  const of = [userId, merchantId, mode];
  const [counted] = await session.all(`select count(*) as n ${OF_USER}`, of);
  const params = [...of, merchantId, mode, limit, offset];
  return { items: await findAll(session, WORKSPACES, JOINED, params), total: toInt(counted?.['n']) };
}
