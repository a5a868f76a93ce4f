import { nodeDomainNames } from '../../adapters/domains/node-domain-names.ts';
import { systemRandom } from '../../adapters/system/system-random.ts';
import type { CustomDomain } from '../../core/domains/custom-domain.ts';
import { challengeHost } from '../../core/domains/custom-domain-rules.ts';
import {
  createCustomDomainService,
  type CustomDomainService,
} from '../../core/domains/custom-domain-service.ts';
import type { DomainNames } from '../../core/domains/domain-names.ts';
import { memoryRateLimits, type Scope, type Storage } from '../../core/index.ts';
import { fakeClock, type FakeClock } from './build-core.ts';
import { sampleShop } from './checkout-fixtures.ts';
import { type DnsServer, withDns } from './dns-server.ts';
import { NOW, SCOPE } from './fixtures.ts';
import { withMemory, type WithStorage } from './storage.ts';

/** Where the server of these tests is reached. */
export const PUBLIC_HOST = 'pay.example.com';
/** A domain that a shop might have. */
export const HOST = 'checkout.yourstore.com';

export interface Domains {
  readonly domains: CustomDomainService;
  readonly storage: Storage;
  readonly clock: FakeClock;
  readonly dns: DnsServer;
  /** A new shop; of `SCOPE` when left out. */
  shop(scope?: Scope): Promise<string>;
  /** Puts the record that the domain asks for into DNS, beside those that are there. */
  prove(domain: CustomDomain): void;
  /** Takes the domain's record out of DNS again. */
  unprove(domain: CustomDomain): void;
}

/** Custom domains on a database and a name server of their own; our public host is at 192.0.2.1. */
export async function withDomains(
  work: (on: Domains) => Promise<void>,
  options: { readonly withStorage?: WithStorage; readonly wrap?: (names: DomainNames) => DomainNames } = {},
): Promise<void> {
  const { withStorage = withMemory, wrap = (names) => names } = options;
  await withDns((dns) =>
    withStorage(async (storage) => {
      const clock = fakeClock(NOW);
      const proofs = new Set<string>();
      const publish = (domain: CustomDomain) => dns.set(challengeHost(domain), 'TXT', ...proofs);
      dns.set(PUBLIC_HOST, 'A', '192.0.2.1');
      await work({
        storage,
        clock,
        dns,
        domains: createCustomDomainService({
          storage,
          clock,
          random: systemRandom(clock),
          rateLimits: memoryRateLimits(),
          names: wrap(
            nodeDomainNames({
              publicHost: PUBLIC_HOST,
              servers: [dns.address],
              timeoutMs: 250,
              tries: 1,
            }),
          ),
          ownHosts: [PUBLIC_HOST],
        }),
        shop: async (scope = SCOPE) => {
          const shop = sampleShop(scope);
          await storage.shops.insert(shop);
          return shop.id;
        },
        prove: (domain) => publish((proofs.add(domain.challengeValue), domain)),
        unprove: (domain) => publish((proofs.delete(domain.challengeValue), domain)),
      });
    }),
  );
}
