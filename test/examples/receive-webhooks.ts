// Receives webhooks on port 4000 and verifies them, with nothing but Node:
//   node --import tsx test/examples/receive-webhooks.ts whsec_…
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const [secret = '', port = '4000'] = process.argv.slice(2);

/** Whether these bytes were signed with our secret, see `lifeos-signature` in the API's documents. */
function isGenuine(body: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const genuine = isGenuine(body, String(request.headers['lifeos-signature']));
    console.log(genuine ? `verified ${body}` : 'refused: not signed with this secret');
    response.writeHead(genuine ? 204 : 401).end();
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log(`receiving webhooks on http://127.0.0.1:${port}`));
