import {
  CURRENCIES,
  type Gateway,
  type GatewayCapabilities,
  type GatewayRefund,
  PAYMENT_METHODS,
  type PaymentOutcome,
  type RefundOutcome,
} from '../../core/index.ts';

const UNKNOWN = { kind: 'unknown' } as const;

export interface FakeGateway extends Gateway {
  /** What was sent, in order: each attempt and refund as often as it came. */
  readonly calls: { readonly pay: string[]; readonly refund: GatewayRefund[] };
  /** Answers to come, first ones first; without any the gateway approves. */
  readonly script: {
    readonly pay: PaymentOutcome[];
    readonly findPayment: PaymentOutcome[];
    readonly cancel: PaymentOutcome[];
    readonly refund: (RefundOutcome | (() => Promise<RefundOutcome>))[];
    readonly findRefund: (RefundOutcome | { readonly kind: 'absent' })[];
    /** What it says it has given back in all; null is no answer. */
    refundedTotal: number | null;
  };
}

/** Somebody else's gateway, played by the test: it says what the script says, and approves what it does not. */
export function fakeGateway(capabilities: Partial<GatewayCapabilities> = {}): FakeGateway {
  const calls: FakeGateway['calls'] = { pay: [], refund: [] };
  const script: FakeGateway['script'] = {
    pay: [],
    findPayment: [],
    cancel: [],
    refund: [],
    findRefund: [],
    refundedTotal: null,
  };
  const amounts = new Map<string, number>();
  const approved = (attemptId: string): PaymentOutcome => ({
    kind: 'succeeded',
    amount: amounts.get(attemptId) ?? 0,
    instrument: null,
  });
  return {
    id: 'fake',
    calls,
    script,
    capabilities: {
      modes: ['test', 'live'],
      methods: PAYMENT_METHODS,
      currencies: CURRENCIES,
      partialRefund: true,
      refundAccountFor: [],
      ...capabilities,
    },
    pay: async ({ attemptId, amount }) => {
      calls.pay.push(attemptId);
      amounts.set(attemptId, amount);
      return script.pay.shift() ?? approved(attemptId);
    },
    findPayment: async (attemptId) => script.findPayment.shift() ?? approved(attemptId),
    cancel: async () => script.cancel.shift() ?? { kind: 'canceled' },
    refund: async (refund) => {
      calls.refund.push(refund);
      const answer = script.refund.shift() ?? { kind: 'succeeded' };
      return typeof answer === 'function' ? answer() : answer;
    },
    findRefund: async () => script.findRefund.shift() ?? UNKNOWN,
    refundedTotal: async () => script.refundedTotal,
  };
}
