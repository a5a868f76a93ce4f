import type { Texts } from './texts.ts';

/** What the hosted pages say in English. */
export const en: Texts = {
  ownName: 'English',
  brands: { checkout: 'Secure checkout', sandbox: 'Sandbox Payments · Test' },
  testMode: 'Test mode · no money will move',
  states: {
    payable: { title: 'Pay', text: '' },
    declined: {
      title: 'Your payment was not approved',
      text: 'You can try again. You have not been charged.',
    },
    unavailable: {
      title: 'This payment is not available now',
      text: 'This way to pay is not set up yet. Please contact the seller. You have not been charged.',
    },
    action: { title: 'Your payment is under way', text: 'Please continue the step that is open.' },
    transfer: {
      title: 'Waiting for your transfer',
      text: 'Send the amount to this account. Your payment completes by itself.',
    },
    processing: {
      title: 'Checking your payment',
      text: 'We are waiting for the result. Please do not pay again; this takes a moment.',
    },
    authorized: {
      title: 'Your payment is approved',
      text: 'It becomes final when the seller has confirmed your order.',
    },
    failed: {
      title: 'The payment did not go through',
      text: 'It was not approved. You have not been charged. Please contact the seller to order again.',
    },
    canceled: {
      title: 'This payment was canceled',
      text: 'You have not been charged. You can close this window.',
    },
    expired: {
      title: 'The time to pay is over',
      text: 'Please do not pay or transfer anything now. Contact the seller to order again.',
    },
  },
  receipts: {
    paid: { title: 'Payment complete', text: 'Thank you.' },
    partly: { title: 'Partly refunded', text: 'Your card company or bank may take a few days to show it.' },
    whole: { title: 'Refunded', text: 'Your card company or bank may take a few days to show it.' },
  },
  errors: {
    not_found: {
      title: 'This payment was not found',
      text: 'Please check the address. Open the link exactly as the seller sent it.',
    },
    forbidden: {
      title: 'This request could not be verified',
      text: 'For your safety nothing was done. Please open the payment page again.',
    },
    invalid: {
      title: 'This request could not be read',
      text: 'Please open the payment page again and retry.',
    },
    rate_limited: { title: 'Too many requests', text: 'Please try again in a moment.' },
    unavailable: { title: 'Please try again in a moment', text: 'Your payment cannot be loaded right now.' },
    bug: {
      title: 'Something went wrong',
      text: 'We are sorry. Please open the payment page again in a moment to see where it stands.',
    },
    again: 'Open the payment page again',
  },
  notices: {
    unchanged: 'That could not be done. Below you see where your payment stands now.',
    slow: 'Too many tries in a short time. Please try again in a minute.',
  },
  methods: {
    card: 'Card',
    realtime_transfer: 'Real-time transfer',
    virtual_account: 'Virtual account',
    kakao_pay: 'KakaoPay',
    naver_pay: 'NaverPay',
    samsung_pay: 'Samsung Pay',
    bank_transfer: 'Bank transfer',
  },
  labels: {
    seller: 'Seller',
    order: 'Order',
    amount: 'Amount',
    method: 'Payment method',
    payBefore: 'Pay before',
    paidAt: 'Paid at',
    paymentId: 'Payment number',
    refunded: 'Refunded',
    refunding: 'Refund under way',
    bank: 'Bank',
    account: 'Account',
    holder: 'Holder',
    depositor: 'Sender name',
    deadline: 'Transfer before',
    koreanTime: 'KST',
    depositorHint: 'Use exactly this sender name, so that your transfer is recognised at once.',
    virtualAccountHint:
      'This account is for this payment alone. Send exactly this amount before the deadline.',
    choose: 'Choose how to pay',
  },
  pay: {
    card: (amount) => `Pay ${amount}`,
    realtime_transfer: (amount) => `Transfer ${amount}`,
    virtual_account: () => 'Get a virtual account',
    kakao_pay: (amount) => `Pay ${amount} with KakaoPay`,
    naver_pay: (amount) => `Pay ${amount} with NaverPay`,
    samsung_pay: (amount) => `Pay ${amount} with Samsung Pay`,
    bank_transfer: () => 'Get the account for your transfer',
    unchosen: (amount) => `Pay ${amount}`,
  },
  payHint: {
    card: 'You enter your card on the next page.',
    realtime_transfer: 'The next page takes you to your bank.',
    virtual_account: 'The next page shows the virtual account for your transfer.',
    kakao_pay: 'The next page takes you to KakaoPay.',
    naver_pay: 'The next page takes you to NaverPay.',
    samsung_pay: 'The next page takes you to Samsung Pay.',
    bank_transfer: 'The next page shows the account for your transfer.',
    unchosen: 'You continue on the next page.',
  },
  retry: (amount) => `Try again · Pay ${amount}`,
  triesLeft: (tries) => (tries === 1 ? 'You can try once more.' : `You can try ${tries} more times.`),
  actions: {
    continue: 'Continue payment',
    check: 'Check again',
    cancel: 'Cancel payment',
    cancelAsk: 'Cancel this payment?',
    copy: 'Copy',
    copied: 'Copied',
    simulate: 'Make a test transfer',
  },
  cancelWarning: 'A canceled payment cannot be continued.',
  noCardData: 'Your card is handled by the payment company alone. Neither this page nor the seller keeps it.',
};
