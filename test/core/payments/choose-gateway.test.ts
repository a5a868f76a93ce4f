import * as assert from 'uvu/assert';
import {
  chooseGateway,
  type Gateway,
  type GatewayCapabilities,
  gatewayOf,
  type Scope,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

const ALL: GatewayCapabilities = {
  modes: ['test', 'live'],
  methods: ['card', 'kakao_pay', 'bank_transfer'],
  currencies: ['KRW', 'USD'],
  partialRefund: true,
  refundAccountFor: [],
};

/** A gateway of which only the name and the abilities matter here. */
function gateway(id: string, can: Partial<GatewayCapabilities> = {}): Gateway {
  const silent = async (): Promise<{ kind: 'unknown' }> => ({ kind: 'unknown' });
  return {
    id,
    capabilities: { ...ALL, ...can },
    pay: silent,
    findPayment: silent,
    cancel: silent,
    refund: silent,
    findRefund: silent,
    refundedTotal: async () => null,
  };
}

const WANTED = { merchantId: 'mer_1', mode: 'live', method: 'card', currency: 'KRW' } as const;

suite('choosing a gateway', (test) => {
  test('the first one that can is chosen', async () => {
    const gateways = [gateway('sandbox', { modes: ['test'] }), gateway('one'), gateway('two')];
    assert.is((await chooseGateway(gateways, WANTED))?.id, 'one');
  });

  test('one that does not serve this merchant is passed over', async () => {
    const picky = { ...gateway('picky'), serves: async ({ merchantId }: Scope) => merchantId === 'mer_2' };
    assert.is((await chooseGateway([picky, gateway('one')], WANTED))?.id, 'one');
    assert.is((await chooseGateway([picky], { ...WANTED, merchantId: 'mer_2' }))?.id, 'picky');
  });

  const lacking: readonly (readonly [string, Partial<GatewayCapabilities>])[] = [
    ['the mode', { modes: ['test'] }],
    ['the method', { methods: ['bank_transfer'] }],
    ['the currency', { currencies: ['USD'] }],
  ];
  for (const [what, can] of lacking)
    test(`a gateway without ${what} is passed over`, async () => {
      assert.is(await chooseGateway([gateway('one', can)], WANTED), null);
    });

  test('a payment goes back to the gateway that it was made with', () => {
    assert.is(gatewayOf([gateway('one'), gateway('two')], 'two').id, 'two');
  });

  for (const id of ['gone', null])
    test(`a gateway that is not configured (${id}) is unavailable`, () => {
      throwsWith('gateway_unavailable', () => gatewayOf([gateway('one')], id));
    });
});
