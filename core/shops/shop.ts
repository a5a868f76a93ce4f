import type { Mode } from '../kernel/scope.ts';
import type { PaymentMethod } from '../payments/payment.ts';
import type { RiskPolicy } from '../risk/risk.ts';

/** Who sells, as Korean law wants it at the foot of every page that sells. */
export interface BusinessInfo {
  /** 사업자등록번호 `123-45-67890`; null when none was given. */
  readonly businessNumber: string | null;
  readonly businessName: string | null;
  readonly ceoName: string | null;
  readonly address: string | null;
  /** 통신판매업 신고번호. */
  readonly mailOrderNumber: string | null;
}

/** How a shop's checkout page looks; every value has passed `themeFault`. */
export interface ShopTheme {
  /** An https address of an image. */
  readonly logoUrl: string | null;
  /** `#rrggbb`. */
  readonly primaryColor: string | null;
  readonly backgroundColor: string | null;
  readonly textColor: string | null;
  /** Corners in pixels. */
  readonly radius: number | null;
  /** Custom properties, `--button-radius: 8px`, of a closed list of names and safe values only. */
  readonly cssVariables: Readonly<Record<string, string>>;
}

/** What a merchant sells under; several to a merchant. Each has its own page, methods, webhook and figures. */
export interface Shop {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly name: string;
  readonly description: string | null;
  readonly website: string | null;
  readonly status: 'active' | 'inactive';
  readonly business: BusinessInfo;
  /** The number passes the checksum; nobody has looked it up in a register. */
  readonly isBusinessVerified: boolean;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly currency: string;
  readonly timezone: string;
  readonly language: 'ko' | 'en';
  /** What its buyers may choose from, in this order, as far as a gateway carries it. */
  readonly paymentMethods: readonly PaymentMethod[];
  readonly theme: ShopTheme;
  /** Where terms of sale and the privacy policy are; null leaves the line out. */
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  readonly notificationEmail: string | null;
  /** Gives back what the fraud rules would have refused, had they known the card. */
  readonly autoRefund: boolean;
  /** How long its buyers have to pay, in milliseconds; null: a day. */
  readonly paymentTimeoutMs: number | null;
  /** Null: the default (`risk-rules.ts`). */
  readonly riskPolicy: RiskPolicy | null;
  /** Where its sessions' events go, unless a session names another place. */
  readonly webhookUrl: string | null;
  /** Signs webhooks and the way back to the shop; sealed. */
  readonly sealedWebhookSecret: string;
  /** The one before the last rotation; signs beside the new one until `previousSecretUntil`. */
  readonly sealedPreviousSecret: string | null;
  readonly previousSecretUntil: number | null;
  /** The first shop of a merchant takes the sessions that name none. */
  readonly isDefault: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
