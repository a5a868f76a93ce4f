import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';

/** Why there is no browser here, or null when there is one. */
export const noBrowser: string | null = existsSync(CHROMIUM) ? null : `${CHROMIUM} is not installed`;

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Promise<Browser> | null = null;

/** The file's one browser. It ends with the process. */
export function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  return launched;
}

/** A phone that is not wide. */
export const PHONE = { width: 360, height: 740 } as const;

export const DESKTOP = { width: 1280, height: 900 } as const;

/** A fresh page of a fresh visitor; fails the work when a script, a style or a request of the page was refused. */
export async function withPage(
  work: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await (await browser()).newContext({ locale: 'ko-KR', viewport: PHONE, ...options });
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
    });
    await work(page);
  } finally {
    await context.close();
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}
