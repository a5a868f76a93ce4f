import { type CheckoutSession, NO_BUSINESS, PLAIN_THEME, type Shop, type Tally } from '../../core/index.ts';
import { DAY, NOW, SCOPE, sampleId, WILD_TEXT } from './fixtures.ts';

/** A shop that is not its merchant's default, with a value in every field. */
export function sampleShop(change: Partial<Shop> = {}): Shop {
  return {
    id: sampleId('shop'),
    ...SCOPE,
    name: WILD_TEXT,
    description: WILD_TEXT,
    website: 'https://shop.example',
    status: 'active',
    business: { ...NO_BUSINESS, businessNumber: '220-81-62517', ceoName: WILD_TEXT },
    isBusinessVerified: true,
    contactEmail: 'shop@example.com',
    contactPhone: '02-1234-5678',
    currency: 'KRW',
    timezone: 'Asia/Seoul',
    language: 'ko',
    paymentMethods: ['card', 'bank_transfer'],
    theme: { ...PLAIN_THEME, primaryColor: '#112233', cssVariables: { '--button-radius': '8px' } },
    termsUrl: 'https://shop.example/terms',
    privacyUrl: 'https://shop.example/privacy',
    notificationEmail: 'admin@example.com',
    autoRefund: true,
    paymentTimeoutMs: 1_800_000,
    riskPolicy: { reviewScore: 40 },
    webhookUrl: 'https://shop.example/webhooks',
    sealedWebhookSecret: 'sealed',
    sealedPreviousSecret: 'older',
    previousSecretUntil: NOW,
    isDefault: false,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** An open session of one line, with a value in every field that an open one can have. */
export function sampleSession(change: Partial<CheckoutSession> = {}): CheckoutSession {
  return {
    id: sampleId('cs'),
    ...SCOPE,
    shopId: 'shop_1',
    paymentId: sampleId('pay'),
    platform: 'headless',
    platformOrderId: sampleId('order'),
    currency: 'KRW',
    items: [
      {
        productId: 'prod_123',
        name: WILD_TEXT,
        description: null,
        imageUrl: null,
        unitPrice: 29_000,
        quantity: 1,
      },
    ],
    shippingAmount: 3_000,
    taxAmount: 0,
    discountAmount: 1_000,
    orderAmount: 31_000,
    coupons: [],
    customer: { id: 'c1', name: WILD_TEXT, email: 'a@example.com', phone: '+82-10-1234-5678', country: 'KR' },
    shippingAddress: { postcode: '06236', address: WILD_TEXT, detail: '101호' },
    needsShipping: true,
    returnUrl: 'https://shop.example/success',
    cancelUrl: 'https://shop.example/cancel',
    webhookUrl: 'https://shop.example/hook',
    askedHash: sampleId('hash').padEnd(64, '0'),
    metadata: { internal_order_id: '12345', nested: { a: [1, null, WILD_TEXT] } },
    language: 'ko',
    expiresAt: NOW + DAY,
    completedAt: null,
    endedAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** One more paid order of a shop. */
export function sampleTally(change: Partial<Tally> = {}): Tally {
  return {
    subject: 'shop_1',
    day: 19_000,
    metric: 'payment.succeeded',
    detail: 'card',
    currency: 'KRW',
    count: 1,
    amount: 29_000,
    ...change,
  };
}
