// Receives webhooks on port 4000, or another one, and verifies them:
//   node --import tsx test/examples/receive-webhooks.ts whsec_… 4000
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
// In a project of your own: import { verifyWebhook } from 'korea-checkout/client';
import { verifyCheckoutWebhook, verifyWebhook } from '../../adapters/client/index.ts';

const [secret = '', port = '4000'] = process.argv.slice(2);

const server = createServer((request, response) => {
  void text(request).then((body) => {
    try {
      const isCheckout = 'x-korea-checkout-signature' in request.headers;
      const verify = isCheckout ? verifyCheckoutWebhook : verifyWebhook;
      verify(body, request.headers, secret); // throws unless it was signed so, within five minutes
      console.log(`verified ${body}`);
      response.writeHead(204).end();
    } catch (error) {
      console.log(`refused: ${error instanceof Error ? error.message : 'not signed with this secret'}`);
      response.writeHead(401).end();
    }
  });
});
server.on('error', (error) => console.error(`port ${port}: ${error.message}`));
server.listen(Number(port), '127.0.0.1', () => console.log(`receiving webhooks on http://127.0.0.1:${port}`));
