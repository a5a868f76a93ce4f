import type { User, UserRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { OLDEST_FIRST } from './offset.ts';
import { add, defineTable, findAll, findOne, update } from './tables.ts';

const homeOf = (invitedTo: number | null): number => invitedTo ?? 0;

const USERS = defineTable<User>(
  'kc_users',
  {
    id: 'int',
    merchantId: 'text',
    mode: 'text',
    name: 'text',
    email: 'text',
    invitedTo: 'int',
    tokensValidFrom: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  // A column that is never null, so that an address is unique among those whom the merchant has made as well.
  { derived: { home: ({ invitedTo }) => homeOf(invitedTo) } },
);

/** Users in the table `kc_users`. */
export function userRows(db: Db): UserRepository {
  return {
    insert: (user) => db.write((session) => add(session, USERS, user)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, USERS, USERS.whereKey, [id, merchantId, mode])),
    findByEmail: ({ merchantId, mode }, email, invitedTo) =>
      db.read((session) =>
        findOne(session, USERS, 'where merchant_id = ? and mode = ? and email = ? and home = ?', [
          merchantId,
          mode,
          email,
          homeOf(invitedTo),
        ]),
      ),
    update: (was, now) => db.write((session) => update(session, USERS, was, now)),
    list: ({ merchantId, mode }) =>
      db.read((session) =>
        findAll(session, USERS, `where merchant_id = ? and mode = ? ${OLDEST_FIRST}`, [merchantId, mode]),
      ),
  };
}
