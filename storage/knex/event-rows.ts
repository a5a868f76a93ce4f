import type { Event, EventRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { inList } from './rows.ts';
import { defineTable, findAll, insert } from './tables.ts';

const EVENTS = defineTable<Event>(
  'kc_events',
  { id: 'text', merchantId: 'text', mode: 'text', fact: 'json', createdAt: 'int' },
  { key: ['id'] },
);

// Sorting by a column that is null everywhere here lets PostgreSQL take the order from the index.
const UNDISPATCHED = 'where dispatched_at is null order by dispatched_at, seq limit ?';

/** The outbox in the table `kc_events`, in the order in which the database was told. */
export function eventRows(db: Db): EventRepository {
  return {
    append: (event) => db.write((session) => insert(session, EVENTS, event)),
    listDueDispatch: (limit) => db.read((session) => findAll(session, EVENTS, UNDISPATCHED, [limit])),
    markDispatched: async (ids, at) => {
      if (ids.length === 0) return;
      const { sql, params } = inList(ids);
      const marking = `update kc_events set dispatched_at = ? where id in (${sql})`;
      await db.write((session) => session.run(marking, [at, ...params]));
    },
  };
}
