import { DomainError } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Gateway } from './gateway.ts';
import type { Payment, PaymentMethod } from './payment.ts';

/** What a gateway must be able to carry, and for whom. */
export interface Carried extends Scope {
  readonly method: PaymentMethod;
  readonly currency: string;
}

/** A merchant who names a method when he creates a payment has decided; a session leaves it to its buyer, every time. */
export function chosenMethod(
  { sessionId, method }: Payment,
  asked: PaymentMethod | undefined,
): PaymentMethod | undefined {
  return (sessionId === null ? (method ?? asked) : (asked ?? method)) ?? undefined;
}

/** The first gateway whose capabilities carry this payment and which serves its merchant, or null. */
export async function chooseGateway(gateways: readonly Gateway[], wanted: Carried): Promise<Gateway | null> {
  for (const gateway of gateways)
    if (carries(gateway, wanted) && (await serves(gateway, wanted))) return gateway;
  return null;
}

function carries({ capabilities }: Gateway, { mode, method, currency }: Carried): boolean {
  return (
    capabilities.modes.includes(mode) &&
    capabilities.methods.includes(method) &&
    capabilities.currencies.includes(currency)
  );
}

const serves = async (gateway: Gateway, scope: Scope): Promise<boolean> =>
  gateway.serves === undefined || gateway.serves(scope);

/** The gateway that a payment was made with; refuses when it is not configured any more. */
export function gatewayOf(gateways: readonly Gateway[], id: string | null): Gateway {
  const gateway = gateways.find((candidate) => candidate.id === id);
  if (!gateway)
    throw new DomainError('gateway_unavailable', 'the gateway of this payment is not configured', {
      gateway: id ?? 'none',
    });
  return gateway;
}
