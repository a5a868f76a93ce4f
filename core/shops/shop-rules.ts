import { DomainError } from '../kernel/errors.ts';
import type { Mode } from '../kernel/scope.ts';
import { PAYMENT_METHODS, type PaymentMethod } from '../payments/payment.ts';
import type { BusinessInfo, ShopTheme } from './shop.ts';

/** What a new shop offers. */
export const DEFAULT_METHODS: readonly PaymentMethod[] = PAYMENT_METHODS;

/** Of a shop that has not said who it is. */
export const NO_BUSINESS: BusinessInfo = {
  businessNumber: null,
  businessName: null,
  ceoName: null,
  address: null,
  mailOrderNumber: null,
};

/** Our own look. */
export const PLAIN_THEME: ShopTheme = {
  logoUrl: null,
  primaryColor: null,
  backgroundColor: null,
  textColor: null,
  radius: null,
  cssVariables: {},
};

const WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5] as const;

/**
 * Whether a text is a 사업자등록번호: ten digits, with or without hyphens, whose last one checks the others (GATEWAYS.md,
 * Korean facts). `000-00-00000` passes the sum and is none. No proof that the number is registered.
 */
export function isBusinessNumber(text: string): boolean {
  const written = text.trim();
  if (!/^(?:\d{10}|\d{3}-\d{2}-\d{5})$/.test(written)) return false;
  const digits = [...written.replaceAll('-', '')].map(Number);
  if (digits.every((digit) => digit === 0)) return false;
  const weighted = WEIGHTS.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
  const sum = weighted + Math.floor(((digits[8] ?? 0) * 5) / 10);
  return digits[9] === (10 - (sum % 10)) % 10;
}

/** Whether the number is right; refuses a wrong one in live mode, where buyers are told of it. */
export function verifyBusiness({ businessNumber }: BusinessInfo, mode: Mode): boolean {
  const isRight = businessNumber !== null && isBusinessNumber(businessNumber);
  if (businessNumber !== null && !isRight && mode === 'live')
    throw new DomainError('business_number_invalid', 'the check digit is wrong', {
      field: 'business_info.business_number',
    });
  return isRight;
}

/** Custom properties that a theme may set (and WordPress's `korea_checkout_css_vars`): by the kind of their values. */
const VARIABLES: Readonly<Record<string, 'color' | 'length'>> = {
  '--primary-color': 'color',
  '--primary-text-color': 'color',
  '--background-color': 'color',
  '--surface-color': 'color',
  '--text-color': 'color',
  '--muted-color': 'color',
  '--border-color': 'color',
  '--button-radius': 'length',
  '--field-radius': 'length',
  '--panel-radius': 'length',
};

const HEX = /^#(?:[\da-f]{3}|[\da-f]{6})$/i;
const FUNCTION =
  /^(?:rgb|hsl)\((?:\s*\d{1,3}(?:\.\d{1,3})?(?:%|deg)?\s*[, ]){2}\s*\d{1,3}(?:\.\d{1,3})?%?\s*\)$/i;
const LENGTH = /^\d{1,2}(?:\.\d{1,2})?(?:px|rem|em)$|^0$/;

/** The field of a theme whose value is not safe, in the words of the API; null when all are. */
export function themeFault(theme: ShopTheme): string | null {
  const { logoUrl, primaryColor, backgroundColor, textColor, radius, cssVariables } = theme;
  if (logoUrl !== null && !isImageUrl(logoUrl)) return 'theme.logo_url';
  const colors = { primary_color: primaryColor, background_color: backgroundColor, text_color: textColor };
  for (const [name, color] of Object.entries(colors))
    if (color !== null && !HEX.test(color)) return `theme.${name}`;
  if (radius !== null && !(Number.isSafeInteger(radius) && radius >= 0 && radius <= 40))
    return 'theme.radius';
  const wrong = Object.entries(cssVariables).find(([name, value]) => !isSafe(name, value));
  return wrong ? `theme.css_vars.${wrong[0].slice(0, 40)}` : null;
}

function isSafe(name: string, value: string): boolean {
  if (!Object.hasOwn(VARIABLES, name) || value.length > 64) return false;
  return VARIABLES[name] === 'length' ? LENGTH.test(value) : HEX.test(value) || FUNCTION.test(value);
}

/** An https address without a user, whose characters end no attribute and no style. */
function isImageUrl(url: string): boolean {
  if (url.length > 2048 || !URL.canParse(url) || /[\s"'()<>\\;{}]/.test(url)) return false;
  const { protocol, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '';
}

/** Methods without repetition; refuses none at all. */
export function checkedMethods(methods: readonly PaymentMethod[]): readonly PaymentMethod[] {
  if (methods.length === 0)
    throw new DomainError('invalid_request', 'a shop offers one method at least', {
      field: 'payment_methods',
      rule: 'minItems',
      limit: 1,
    });
  return [...new Set(methods)];
}
