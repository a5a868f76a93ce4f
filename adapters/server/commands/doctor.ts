import type { CommandLine } from '../command.ts';
import { readConfig } from '../config.ts';
import {
  checkClock,
  checkEncryptionKey,
  checkFolder,
  checkMetrics,
  checkNode,
  checkPort,
  checkPublicUrl,
  checkWebhookGuard,
  type Finding,
} from '../doctor-checks.ts';
import { checkDatabase } from '../doctor-database.ts';
import { assertSharedKey } from '../encryption-key.ts';
import { EXIT, exitCodeOf } from '../user-error.ts';

/** Tells what is wrong with this installation and how to mend it. Changes nothing. Fails when there is a problem. */
export async function doctor(line: CommandLine): Promise<number> {
  const findings = await examine(line);
  process.stdout.write(line.on('json') ? `${JSON.stringify(findings)}\n` : forPeople(findings));
  return findings.some(({ level }) => level === 'problem') ? EXIT.failed : 0;
}

async function examine(line: CommandLine): Promise<readonly Finding[]> {
  const machine = [checkNode(process.version), checkClock(Date.now())];
  try {
    const config = readConfig(line.flags);
    assertSharedKey(config);
    return [
      ...machine,
      await checkFolder(config),
      ...(await checkDatabase(config)),
      await checkEncryptionKey(config),
      checkPublicUrl(config),
      checkWebhookGuard(config),
      checkMetrics(config),
      await checkPort(config),
    ];
  } catch (error) {
    if (exitCodeOf(error) === null) throw error;
    const settings = (error as Error).message.split('\n').map((line): Finding => {
      const [says = '', ...mend] = line.split(': ');
      return {
        level: 'problem',
        about: 'settings',
        says,
        mend: mend.join(': ') || 'see `korea-checkout help`',
      };
    });
    return [...machine, ...settings];
  }
}

const SIGN: Readonly<Record<Finding['level'], string>> = { ok: 'ok  ', warning: 'WARN', problem: 'FAIL' };

function forPeople(findings: readonly Finding[]): string {
  const lines = findings.flatMap((found) => [
    `${SIGN[found.level]}  ${found.about}: ${found.says}`,
    ...(found.level === 'ok' ? [] : [`        → ${found.mend}`]),
  ]);
  const problems = findings.filter(({ level }) => level === 'problem').length;
  return `${lines.join('\n')}\n\n${problems === 0 ? 'no problems' : `${problems} problem${problems > 1 ? 's' : ''}`}\n`;
}
