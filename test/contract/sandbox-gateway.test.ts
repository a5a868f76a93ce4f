import { sandboxGateway } from '../../adapters/gateways/sandbox-gateway.ts';
import { openStorage } from '../../storage/index.ts';
import { gatewayContract } from './gateway.contract.ts';

gatewayContract('sandbox', async (work) => {
  const opened = await openStorage('sqlite::memory:');
  try {
    await opened.migrate();
    const { storage } = opened;
    const gateway = sandboxGateway({
      storage,
      clock: { now: () => 0 },
      publicUrl: 'https://pay.example.com',
    });
    await work({
      gateway,
      approve: (attemptId) => gateway.settle({ attemptId }, 'approve'),
      decline: (attemptId) => gateway.settle({ attemptId }, { decline: 'card_declined' }),
      refundInConsole: (attemptId, amount) => gateway.refundInConsole(attemptId, amount),
    });
  } finally {
    await opened.close();
  }
});
