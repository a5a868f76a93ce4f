import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as assert from 'uvu/assert';
import { createKoreaCheckout } from '../../adapters/create-korea-checkout.ts';
import { openStorage } from '../../storage/index.ts';
import { suite } from '../support/suite.ts';
import { browser, DESKTOP, noBrowser } from './browser.ts';

suite('the page of the API', (test) => {
  if (noBrowser) return test.skip('it shows the endpoints, and nothing comes from another host', noBrowser);
  test(
    'it shows the endpoints, and nothing comes from another host',
    async () => {
      const { storage, close } = await openStorage('sqlite::memory:');
      const publicUrl = 'http://127.0.0.1';
      const made = createKoreaCheckout({ storage, publicUrl, encryptionKey: Buffer.alloc(32, 7) });
      const server = made.app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const context = await (await browser()).newContext({ locale: 'ko-KR', viewport: DESKTOP });
      const page = await context.newPage();
      const answered: string[] = [];
      page.on('response', (response) => answered.push(new URL(response.url()).origin));
      await page.goto(`${origin}/docs`);
      await page
        .getByRole('heading', { name: /결제 생성/ })
        .first()
        .waitFor();
      assert.equal(
        answered.filter((from) => from !== origin && from !== 'null'),
        [],
      );
      await context.close();
      server.closeAllConnections();
      server.close();
      await made.close();
      await close();
    },
    { limitMs: 60_000 },
  );
});
