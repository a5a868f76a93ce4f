import type { Core } from '../../core/index.ts';
import { createKoreaCheckout } from '../create-korea-checkout.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import { assertSharedKey, encryptionKeys } from './encryption-key.ts';

/** Lends a core on an up-to-date database, with the keys that a server of this configuration has, and closes it after. */
export async function withCore<T>(config: Config, use: (core: Core) => Promise<T>): Promise<T> {
  assertSharedKey(config);
  const database = await openDatabase(config.databaseUrl);
  try {
    await database.migrate();
    const checkout = createKoreaCheckout({
      storage: database.storage,
      publicUrl: config.publicUrl ?? 'http://localhost',
      encryptionKey: await encryptionKeys(config, await database.sealedSample()),
      tokenKeys: config.jwtKeys,
    });
    try {
      return await use(checkout.core);
    } finally {
      await checkout.close();
    }
  } finally {
    await database.close();
  }
}
