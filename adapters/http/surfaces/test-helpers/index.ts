import type { Surface } from '../../route.ts';
import { byApiKey } from '../korea-checkout/index.ts';
import { LIFEOS_RATE_LIMIT, lifeosSurface } from '../lifeos/index.ts';
import { paymentHelpers } from './payment-helpers.ts';
import type { SandboxBuyer } from './sandbox-buyer.ts';
import { sessionHelpers } from './session-helpers.ts';

export type { SandboxBuyer } from './sandbox-buyer.ts';

/**
 * `POST /test_helpers/{payments|sessions}/{id}/{complete|fail|cancel|expire|deposit}`: does at once what the buyer
 * would do on the page. For test credentials only; with a live one these routes do not exist.
 */
export function testHelpersSurface(sandbox: SandboxBuyer, rateLimit = LIFEOS_RATE_LIMIT): Surface {
  return {
    ...lifeosSurface(rateLimit),
    name: 'test-helpers',
    title: 'Test helpers',
    version: '1',
    description: {
      ko: '테스트 모드에서 구매자의 행동을 대신합니다.',
      en: 'Do what a buyer would do, in test mode.',
    },
    basePath: '/test_helpers',
    routes: [...paymentHelpers(sandbox), ...sessionHelpers(sandbox)],
    authenticate: byApiKey,
  };
}
