const NOT_DIALLED = /[\s().-]/g;

/** 010, 011, 016, … behind an optional Korean country code. */
const MOBILE = /^(?:(?:\+|00)?820?|0)1[016789]\d{7,8}$/;

const INTERNATIONAL = /^(?:\+|00\d)/;
const KOREAN = /^(?:\+|00)?82/;

/**
 * Whether no bank writes from this number: a mobile or one abroad. Banks use 15xx, 16xx and 18xx. Evidence, not proof:
 * senders are forged. False for null and for what is no number.
 */
export function isPersonalNumber(sender: string | null): boolean {
  if (sender === null) return false;
  const dialled = sender.slice(0, 40).normalize('NFKC').replace(NOT_DIALLED, '');
  if (!/^\+?\d{3,20}$/.test(dialled)) return false;
  if (MOBILE.test(dialled)) return true;
  return INTERNATIONAL.test(dialled) && !KOREAN.test(dialled);
}
