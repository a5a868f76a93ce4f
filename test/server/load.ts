import { type Answer, type Api, NEW_PAYMENT } from './api.ts';

export const REFUND_AMOUNT = 1_000;

/** All events that LifeOS tells. */
export const EVENTS = [
  'payment.created',
  'payment.completed',
  'payment.failed',
  'payment.canceled',
  'refund.created',
  'refund.completed',
  'refund.failed',
];

/** One buyer's story: create, pay, refund a part; each money-moving call under an idempotency key of its own. */
export interface Story {
  readonly number: number;
  paymentId: string | null;
  /** What the server has said yes to. */
  readonly acked: Set<Step>;
  /** The step that got no answer. */
  inDoubt: Step | null;
}

export type Step = 'create' | 'pay' | 'refund';

const STEPS: readonly Step[] = ['create', 'pay', 'refund'];

export interface Load {
  readonly stories: Story[];
  /** Answers that were no success, by step, status and code, and how often each came. */
  readonly refusals: Record<string, number>;
  /** Codes of connections that broke. */
  readonly broken: string[];
}

/** Takes one step of a story; answers null when the connection broke. */
export function take(api: Api, story: Story, step: Step): Promise<Answer> {
  const key = { 'idempotency-key': `${step}-${story.number}` };
  const id = story.paymentId ?? '';
  switch (step) {
    case 'create':
      return api.post('/v2/payments', NEW_PAYMENT, key);
    case 'pay':
      return api.post(`/test_helpers/payments/${id}/complete`);
    case 'refund':
      return api.post(`/v2/payments/${id}/refund`, { amount: REFUND_AMOUNT, reason: '고객 요청' }, key);
  }
}

export interface LoadOptions {
  /** Chosen anew for each call, so that stories wander between servers. */
  readonly pick: () => Api;
  readonly workers: number;
  /** Asked before each story. */
  readonly goOn: () => boolean;
  readonly onAck?: () => void;
}

/** Stories, many at a time, until `goOn` says no or the server does not answer any more. */
export async function run(load: Load, { pick, workers, goOn, onAck = () => {} }: LoadOptions): Promise<void> {
  async function tell(story: Story): Promise<boolean> {
    for (const step of STEPS) {
      const answer = await take(pick(), story, step).catch(
        (error: unknown) => void load.broken.push(codeOf(error)),
      );
      if (!answer) {
        story.inDoubt = step;
        return false;
      }
      if (answer.status >= 300) {
        count(load.refusals, `${step} ${answer.status} ${answer.body?.error?.code}`);
        return true;
      }
      // A helper answers 200 whatever became of the payment.
      if (step === 'pay' && answer.body.status !== 'completed')
        count(load.refusals, `pay ${answer.body.status}`);
      if (step === 'create') story.paymentId = answer.body.id;
      story.acked.add(step);
      onAck();
    }
    return true;
  }

  async function work(): Promise<void> {
    while (goOn()) {
      const story: Story = { number: load.stories.length, paymentId: null, acked: new Set(), inDoubt: null };
      load.stories.push(story);
      if (!(await tell(story))) return;
    }
  }

  await Promise.all(Array.from({ length: workers }, work));
}

/** One more of these. */
export function count(tally: Record<string, number>, what: string): void {
  tally[what] = (tally[what] ?? 0) + 1;
}

/** A load that has not begun. */
export function newLoad(): Load {
  return { stories: [], refusals: {}, broken: [] };
}

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? String(error);
}

/** Resolves when the condition holds. Asks again and again, since what it waits for happens in other processes. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
