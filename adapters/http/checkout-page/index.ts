export { checkoutPages, type CheckoutPagesOptions } from './checkout-pages.ts';
