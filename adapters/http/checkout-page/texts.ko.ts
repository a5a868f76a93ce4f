import type { Texts } from './texts.ts';

/** What the hosted pages say in Korean. */
export const ko: Texts = {
  ownName: '한국어',
  brands: { checkout: '안전 결제', sandbox: '샌드박스 결제대행사 · 테스트' },
  testMode: '테스트 모드 · 실제로 결제되지 않습니다',
  states: {
    payable: { title: '결제하기', text: '' },
    declined: {
      title: '결제가 승인되지 않았습니다',
      text: '다시 시도할 수 있습니다. 결제된 금액은 없습니다.',
    },
    unavailable: {
      title: '지금은 결제할 수 없습니다',
      text: '이 결제 수단이 아직 준비되지 않았습니다. 판매자에게 문의해 주세요. 결제된 금액은 없습니다.',
    },
    action: { title: '결제가 진행 중입니다', text: '열려 있는 결제 단계를 이어서 진행해 주세요.' },
    transfer: {
      title: '입금을 기다리고 있습니다',
      text: '아래 계좌로 입금하시면 결제가 자동으로 완료됩니다.',
    },
    processing: {
      title: '결제를 확인하고 있습니다',
      text: '결제 결과를 확인하는 중입니다. 다시 결제하지 마시고 잠시만 기다려 주세요.',
    },
    authorized: { title: '결제가 승인되었습니다', text: '판매자가 주문을 확인하면 결제가 확정됩니다.' },
    failed: {
      title: '결제하지 못했습니다',
      text: '결제가 승인되지 않아 종료되었습니다. 결제된 금액은 없으며, 다시 주문하려면 판매자에게 문의해 주세요.',
    },
    canceled: { title: '결제가 취소되었습니다', text: '결제된 금액은 없습니다. 이 창을 닫으셔도 됩니다.' },
    expired: {
      title: '결제 시간이 지났습니다',
      text: '더 이상 결제하거나 입금하지 마세요. 다시 주문하려면 판매자에게 문의해 주세요.',
    },
  },
  receipts: {
    paid: { title: '결제가 완료되었습니다', text: '이용해 주셔서 감사합니다.' },
    partly: { title: '일부 환불되었습니다', text: '카드사나 은행에 따라 며칠 뒤에 반영될 수 있습니다.' },
    whole: { title: '전액 환불되었습니다', text: '카드사나 은행에 따라 며칠 뒤에 반영될 수 있습니다.' },
  },
  errors: {
    not_found: {
      title: '결제를 찾을 수 없습니다',
      text: '주소가 정확한지 확인해 주세요. 판매자가 보낸 링크를 그대로 열어야 합니다.',
    },
    forbidden: {
      title: '요청을 확인할 수 없습니다',
      text: '보안을 위해 처리하지 않았습니다. 결제 페이지를 다시 열어 주세요.',
    },
    invalid: { title: '요청을 처리할 수 없습니다', text: '결제 페이지를 다시 열고 한 번 더 시도해 주세요.' },
    rate_limited: { title: '요청이 너무 많습니다', text: '잠시 후 다시 시도해 주세요.' },
    unavailable: { title: '잠시 후 다시 시도해 주세요', text: '지금은 결제 정보를 불러올 수 없습니다.' },
    bug: {
      title: '문제가 생겼습니다',
      text: '불편을 드려 죄송합니다. 잠시 후 결제 페이지를 다시 열어 확인해 주세요.',
    },
    again: '결제 페이지 다시 열기',
  },
  notices: {
    unchanged: '요청을 처리하지 못했습니다. 아래에서 지금 상태를 확인해 주세요.',
    slow: '짧은 시간에 여러 번 시도했습니다. 1분 뒤에 다시 시도해 주세요.',
  },
  methods: { card: '신용·체크카드', kakao_pay: '카카오페이', bank_transfer: '무통장입금' },
  labels: {
    seller: '판매자',
    order: '주문 내용',
    amount: '결제 금액',
    method: '결제 수단',
    payBefore: '결제 기한',
    paidAt: '결제 일시',
    paymentId: '결제 번호',
    refunded: '환불 금액',
    refunding: '환불 처리 중',
    bank: '은행',
    account: '계좌번호',
    holder: '예금주',
    depositor: '입금자명',
    deadline: '입금 기한',
    koreanTime: '한국 시간',
    depositorHint: '입금자명을 이대로 적어 주시면 바로 확인됩니다.',
    choose: '결제 수단을 선택하세요',
  },
  pay: {
    card: (amount) => `${amount} 결제하기`,
    kakao_pay: (amount) => `카카오페이로 ${amount} 결제하기`,
    bank_transfer: () => '입금 계좌 받기',
    unchosen: (amount) => `${amount} 결제하기`,
  },
  payHint: {
    card: '다음 화면에서 카드 정보를 입력합니다.',
    kakao_pay: '다음 화면에서 카카오페이로 이동합니다.',
    bank_transfer: '다음 화면에서 입금할 계좌를 안내합니다.',
    unchosen: '다음 화면에서 결제를 진행합니다.',
  },
  retry: (amount) => `${amount} 다시 결제하기`,
  triesLeft: (tries) => `앞으로 ${tries}번 더 시도할 수 있습니다.`,
  actions: {
    continue: '결제 계속하기',
    check: '결제 상태 확인',
    cancel: '결제 취소',
    cancelAsk: '결제를 취소할까요?',
    copy: '복사',
    copied: '복사됨',
    simulate: '테스트 입금하러 가기',
  },
  cancelWarning: '취소하면 이 결제를 다시 진행할 수 없습니다.',
  noCardData: '카드 정보는 결제대행사가 직접 처리하며, 이 페이지와 판매자에게 저장되지 않습니다.',
};
