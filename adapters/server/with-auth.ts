import { type AuthService, createAuthService } from '../../core/index.ts';
import { systemClock } from '../system/system-clock.ts';
import { systemRandom } from '../system/system-random.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';

/** Lends the part of core that knows merchants and keys, on an up-to-date database, and closes it after. */
export async function withAuth<T>(config: Config, use: (auth: AuthService) => Promise<T>): Promise<T> {
  const database = await openDatabase(config.databaseUrl);
  try {
    await database.migrate();
    const clock = systemClock;
    return await use(createAuthService({ storage: database.storage, clock, random: systemRandom(clock) }));
  } finally {
    await database.close();
  }
}
