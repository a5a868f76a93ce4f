import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { userError } from './user-error.ts';

/** The text of a file, or null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw userError(`${file} cannot be read (${code}): check who owns it`);
  }
}

/**
 * Writes a whole file that only its owner may read, durably: nobody ever sees half of it. With `keep`, a file that is
 * there already stays as it is.
 */
export async function writePrivately(
  file: string,
  text: string,
  whenThere: 'keep' | 'replace',
): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeDurably(draft, text);
    await (whenThere === 'replace' ? rename(draft, file) : link(draft, file));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || whenThere === 'replace')
      throw userError(`${file} cannot be written (${code}): make its folder writable for this user`);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
