import * as assert from 'uvu/assert';
import { SCOPE } from '../../support/fixtures.ts';
import { suite } from '../../support/suite.ts';
import { HOST, PUBLIC_HOST, withDomains } from '../../support/with-domains.ts';
import { missingCaddy, withCaddy } from './caddy.ts';
import { withHosts } from './with-hosts.ts';

const PAGE = '/checkout/cs_01HSESSION';
const TITLE = 'Caddy with our Caddyfile gets certificates for verified domains and for no others';
const LIMIT = { limitMs: 60_000 };

/** The code of the error with which a TLS connection could not be made. */
async function refusalOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'was answered',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

suite('custom domains behind Caddy', (test) => {
  const missing = missingCaddy();
  if (missing) return test.skip(TITLE, missing);

  test(
    TITLE,
    () =>
      withDomains(async ({ domains, clock, shop, prove }) => {
        const shopId = await shop();
        prove(await domains.put(SCOPE, shopId, HOST));
        await withHosts(domains, clock, ({ port }) =>
          withCaddy(port, async ({ get }) => {
            // Caddy's answer to a name without a certificate is a TLS alert, and nothing of ours is reached.
            assert.match(await refusalOf(get(HOST, PAGE)), /^ERR_SSL_TLSV1_ALERT|^EPROTO/);
            await domains.verify(SCOPE, shopId);
            assert.equal(await get(HOST, PAGE), {
              status: 200,
              text: `page of ${shopId} at https://${HOST}`,
            });
            for (const host of ['other.yourstore.com', 'yourstore.com', `x.${HOST}`])
              assert.match(await refusalOf(get(host, PAGE)), /^ERR_SSL_TLSV1_ALERT|^EPROTO/, host);

            assert.is((await get(HOST, '/docs')).status, 404);
            // Who says that he has come to another host is not believed.
            const forged = { 'x-forwarded-host': PUBLIC_HOST, forwarded: `host=${PUBLIC_HOST}` };
            assert.is((await get(HOST, '/docs', forged)).status, 404);
            assert.is((await get(PUBLIC_HOST, '/docs')).text, 'all of it');
            assert.is((await get(PUBLIC_HOST, PAGE, { 'x-forwarded-host': HOST })).text, 'all of it');
            for (const inner of [`/tls/ask?domain=${HOST}`, '/metrics'])
              assert.is((await get(PUBLIC_HOST, inner)).status, 404, inner);
          }),
        );
      }),
    LIMIT,
  );
});
