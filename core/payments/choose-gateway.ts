import { DomainError } from '../kernel/errors.ts';
import type { Mode } from '../kernel/scope.ts';
import type { Gateway } from './gateway.ts';
import type { PaymentMethod } from './payment.ts';

/** What a gateway must be able to carry. */
export interface Carried {
  readonly mode: Mode;
  readonly method: PaymentMethod;
  readonly currency: string;
}

/** The first gateway whose capabilities carry this payment, or null. */
export function chooseGateway(gateways: readonly Gateway[], wanted: Carried): Gateway | null {
  return (
    gateways.find(
      ({ capabilities }) =>
        capabilities.modes.includes(wanted.mode) &&
        capabilities.methods.includes(wanted.method) &&
        capabilities.currencies.includes(wanted.currency),
    ) ?? null
  );
}

/** The gateway that a payment was made with; refuses when it is not configured any more. */
export function gatewayOf(gateways: readonly Gateway[], id: string | null): Gateway {
  const gateway = gateways.find((candidate) => candidate.id === id);
  if (!gateway)
    throw new DomainError('gateway_unavailable', 'the gateway of this payment is not configured', {
      gateway: id ?? 'none',
    });
  return gateway;
}
