import * as assert from 'uvu/assert';
import type {
  ChangeWebhook,
  Client,
  CreatePayment,
  CreateRefund,
  CreateWebhook,
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  Payment,
  PaymentFilter,
  PaymentPage,
  Refund,
  Webhook,
  WebhookEvent,
  WebhookEventType,
} from '../../adapters/client/index.ts';
import { camelCased, snakeCased } from '../../adapters/client/names.ts';
import type { JSONSchema, Static } from '../../adapters/http/schema.ts';
import * as schemas from '../../adapters/http/surfaces/lifeos/schemas.ts';
import * as webhookSchemas from '../../adapters/http/surfaces/lifeos/webhook-schemas.ts';
import { badImports, sources } from '../architecture/sources.ts';
import { suite } from '../support/suite.ts';

// The client's types are written by hand; what follows does not compile (`npm run check`) when the API's schemas
// say something else.

type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;

/** The server's JSON as the client hands it over. */
type Camelized<T> = T extends readonly (infer Item)[]
  ? readonly Camelized<Item>[]
  : T extends object
    ? {
        readonly [Name in keyof T as Camel<Name>]: Name extends 'metadata'
          ? Readonly<T[Name]>
          : Camelized<T[Name]>;
      }
    : T;

/** What a caller may send: names that the schema names, and no others. What has a default need not be sent. */
type Sent<Schema extends JSONSchema> = Loose<
  Named<Static<Schema>>,
  Schema extends { required: readonly (infer Name)[] } ? Name : never
>;
type Named<T> = { readonly [Name in keyof T as string extends Name ? never : Name]: T[Name] };

/** What is not required may also be undefined, so that callers with exactOptionalPropertyTypes can pass theirs on. */
type Loose<T, Required> = {
  readonly [Name in keyof T as Name extends Required ? Camel<Name> : never]: T[Name];
} & { readonly [Name in keyof T as Name extends Required ? never : Camel<Name>]?: T[Name] | undefined };

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { client: A; schema: B };
type Both<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? true
    : { client: A; schema: B }
  : { client: A; schema: B };

const same = <_Verdicts extends readonly true[]>(): void => {};

same<
  [
    Same<Camelized<Payment>, Camelized<Static<typeof schemas.payment>>>,
    Same<Camelized<PaymentPage>, Camelized<Static<typeof schemas.paymentList>>>,
    Same<Camelized<Refund>, Camelized<Static<typeof schemas.refund>>>,
    Same<Camelized<Webhook>, Camelized<Static<typeof webhookSchemas.webhook>>>,
    Same<Camelized<Delivery>, Camelized<Static<typeof webhookSchemas.delivery>>>,
    Same<Camelized<DeliveryPage>, Camelized<Static<typeof webhookSchemas.deliveryList>>>,
    Same<WebhookEventType, (typeof schemas.EVENT_NAMES)[number]>,
    Same<Exclude<WebhookEvent['type'], 'webhook.test'>, (typeof schemas.EVENT_NAMES)[number]>,
    Same<keyof CreatePayment, keyof Sent<typeof schemas.createPayment>>,
    Same<keyof CreateRefund, keyof Sent<typeof schemas.createRefund>>,
    Same<keyof PaymentFilter, keyof Sent<typeof schemas.listPayments>>,
    Same<keyof CreateWebhook, keyof Sent<typeof webhookSchemas.createWebhook>>,
    Same<keyof ChangeWebhook, keyof Sent<typeof webhookSchemas.changeWebhook>>,
    Same<keyof DeliveryFilter, keyof Sent<typeof webhookSchemas.listDeliveries>>,
    Both<CreatePayment, Sent<typeof schemas.createPayment>>,
    Both<CreateRefund, Sent<typeof schemas.createRefund>>,
    Both<Omit<PaymentFilter, 'createdAfter'>, Omit<Sent<typeof schemas.listPayments>, 'createdAfter'>>,
    Both<DeliveryFilter, Sent<typeof webhookSchemas.listDeliveries>>,
    Both<CreateWebhook['events'], readonly Sent<typeof webhookSchemas.createWebhook>['events'][number][]>,
  ]
>();

/** Only ever looked at by the compiler: none of these may compile. */
const _mistakes = ({ payments, webhooks }: Client) => [
  // @ts-expect-error there is no such currency
  payments.create({ amount: 29900, currency: 'EUR', method: 'card' }),
  // @ts-expect-error there is no such method
  payments.create({ amount: 29900, currency: 'KRW', method: 'naver' }),
  // @ts-expect-error a misspelt field
  payments.create({ amount: 29900, currency: 'KRW', method: 'card', desciption: '커피' }),
  // @ts-expect-error the spelling of the wire
  payments.list({ created_after: '2024-01-15' }),
  // @ts-expect-error an amount is no text
  payments.refund('pay_1', { amount: '100' }),
  // @ts-expect-error metadata are texts
  payments.create({ amount: 29900, currency: 'KRW', method: 'card', metadata: { orderNo: 1 } }),
  // @ts-expect-error the method is missing
  payments.create({ amount: 29900, currency: 'KRW' }),
  // @ts-expect-error there is no such event
  webhooks.create({ url: 'https://a.example/', events: ['payment.refunded'] }),
  // @ts-expect-error reading does nothing that a key could make happen once
  payments.get('pay_1', { idempotencyKey: 'k' }),
];

/** The data of an event are known by its type. */
const _narrowed = (event: WebhookEvent): string => {
  if (event.type === 'refund.completed') return event.data.paymentId;
  // @ts-expect-error a payment, or a message, has no paymentId
  return event.data.paymentId;
};

/** Every field that a schema names, at every depth but the merchant's own. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items } = schema as { properties?: Record<string, unknown>; items?: unknown };
  return [
    ...Object.keys(properties),
    ...fieldsOf(items),
    ...Object.entries(properties).flatMap(([name, of]) => (name === 'metadata' ? [] : fieldsOf(of))),
  ];
}

suite('client: shapes', (test) => {
  test('the client needs nothing but node, and of our own only what needs nothing either', () => {
    const elsewhere = 'adapters/webhooks/retry-after.ts';
    const bad = badImports(
      sources(['adapters/client', 'adapters/webhooks']).filter(
        ({ path }) => path.startsWith('adapters/client/') || path === elsewhere,
      ),
      (imported) =>
        imported.startsWith('node:') || imported.startsWith('adapters/client/') || imported === elsewhere,
    );
    assert.equal(bad, []);
  });

  test('every field of the API has one spelling in JavaScript and comes back from it', () => {
    const fields = [...Object.values(schemas), ...Object.values(webhookSchemas)].flatMap(fieldsOf);
    for (const known of ['checkout_url', 'created_after', 'last4', 'rotate_secret', 'has_more'])
      assert.ok(fields.includes(known), known);
    for (const field of fields) {
      const camel = camelCased({ [field]: 1 }) as object;
      assert.not.match(String(Object.keys(camel)), '_');
      assert.equal(snakeCased(camel), { [field]: 1 });
    }
  });

  test('hostile names in an answer change nothing but themselves', () => {
    const seen = camelCased(JSON.parse('{"__proto__":{"admin":true},"constructor":1}')) as {
      admin?: boolean;
    };
    assert.is(seen.admin, undefined);
    assert.is(({} as { admin?: boolean }).admin, undefined);
  });
});
