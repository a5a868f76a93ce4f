import {
  type Core,
  type Device,
  DomainError,
  type MessageRefusal,
  type RateLimit,
  type Receipt,
} from '../../../../core/index.ts';
import { bearer } from '../../bearer.ts';
import { type RawRequest, type Route, route } from '../../route.ts';
import { bankSms, smsAnswer } from './deposit-schemas.ts';
import { readForwarded } from './forwarder-message.ts';
import { checkSignature } from './forwarder-signature.ts';
import { receiptMessage, REFUSALS } from './messages.ts';

/** A message of a bank fits many times. */
const BODY_BYTES_MAX = 4 * 1024;

/** How a phone's token begins: other bearer tokens are none of a phone's. */
const DEVICE_TOKEN = /^kcd_/;

/** What has become of a request. */
type Heard =
  | { readonly kind: 'message'; readonly receipts: readonly Receipt[]; readonly proved: boolean }
  | { readonly kind: 'ping' }
  | { readonly kind: 'other'; readonly event: string };

const PING: Heard = { kind: 'ping' };

/** The public door for bank messages and the one of each phone, at so many calls a minute for each address. */
export function smsRoutes(publicRate: RateLimit, deviceRate: RateLimit): readonly Route[] {
  const common = {
    access: { kind: 'anonymous' },
    status: 200,
    response: smsAnswer,
    present: answerOf,
  } as const;
  const byToken = async (core: Core, token: string | undefined, raw: RawRequest): Promise<Heard> =>
    receive(core, await deviceOf(core, token ?? '', raw), raw);
  return [
    route({
      ...common,
      method: 'POST',
      path: '/webhooks/bank-sms',
      id: 'receiveSms',
      summary: { ko: 'SMS 전송', en: 'Hand on a message of a bank' },
      rateLimit: publicRate,
      rawBodyMax: BODY_BYTES_MAX,
      body: bankSms,
      handle: async ({ core, raw }) => receive(core, await deviceNamed(core, raw), raw),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/webhooks/bank-sms/:device_token',
      id: 'receiveDeviceSms',
      summary: { ko: '등록된 휴대폰의 SMS 전송', en: 'Hand on a message from a registered phone' },
      rateLimit: deviceRate,
      rawBodyMax: BODY_BYTES_MAX,
      body: bankSms,
      handle: ({ core, params, raw }) => byToken(core, params['device_token'], raw),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/webhooks/bank-sms/:device_token',
      id: 'receiveDeviceSmsInQuery',
      summary: {
        ko: '주소로 SMS 전송 (?text=), 글이 없으면 생존 신호',
        en: 'Hand on a message in the address (?text=); without one a sign of life',
      },
      rateLimit: deviceRate,
      handle: ({ core, params, raw }) => byToken(core, params['device_token'], raw),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/webhooks/bank-sms/:device_token/heartbeat',
      id: 'heartbeat',
      summary: { ko: '휴대폰 생존 신호', en: 'A sign of life from a phone' },
      rateLimit: deviceRate,
      rawBodyMax: BODY_BYTES_MAX,
      handle: async ({ core, params, raw }) => {
        await core.devices.hear(await deviceOf(core, params['device_token'] ?? '', raw));
        return PING;
      },
    }),
  ];
}

/**
 * Nothing that a phone hands on is its mistake: an answer other than 2xx would make it send the same again and again
 * (BANK-SMS.md). Somebody without proof is told by 400, as the document says.
 */
async function receive(core: Core, device: Device | null, given: RawRequest): Promise<Heard> {
  const raw = proved(given);
  if (device && raw.bytes.length === 0 && Object.keys(raw.query).every((name) => name === 'token')) {
    await core.devices.hear(device);
    return { kind: 'ping' };
  }
  const contentType = raw.headers['content-type'] ?? '';
  const forwarded = readForwarded({
    contentType,
    body: raw.bytes,
    query: raw.query,
    now: core.clock.now(),
  });
  if (forwarded.kind !== 'message') {
    if (device) await core.devices.hear(device);
    return forwarded;
  }
  const receipts = await core.messages.receive(device, forwarded);
  const [first] = receipts;
  if (!device && first?.kind === 'refused' && receipts.every(({ kind }) => kind === 'refused'))
    throw refusal(first.reason);
  return { kind: 'message', receipts, proved: device !== null };
}

function refusal(reason: MessageRefusal): DomainError {
  if (reason === 'no_account') return new DomainError('bank_account_unknown', 'no such account');
  if (reason === 'several_accounts') return new DomainError('bank_account_ambiguous', 'several accounts fit');
  return new DomainError('not_a_deposit', 'this message tells of no deposit', { reason });
}

/** What counts of a request: a signature vouches for the body and for nothing in the address. */
function proved(raw: RawRequest): RawRequest {
  return raw.headers['x-signature'] === undefined ? raw : { ...raw, query: {} };
}

/** The phone that a call to the public door names: by its token in a header or the query, or by its id and a signature. */
async function deviceNamed(core: Core, raw: RawRequest): Promise<Device | null> {
  const { headers, query } = raw;
  const presented = bearer(headers);
  const inHeader = headers['x-device-token'];
  const token =
    (presented !== null && DEVICE_TOKEN.test(presented) ? presented : undefined) ??
    (typeof inHeader === 'string' ? inHeader : undefined) ??
    (typeof query['token'] === 'string' ? query['token'] : undefined);
  if (token !== undefined) return deviceOf(core, token, raw);
  if (headers['x-signature'] === undefined) return null;
  const id = Number(query['device']);
  const device = Number.isSafeInteger(id) ? await core.devices.findClaimed(id) : null;
  if (!device) throw new DomainError('invalid_signature', 'nobody is known who could have signed this');
  assertSigned(core, device, raw);
  return device;
}

async function deviceOf(core: Core, token: string, raw: RawRequest): Promise<Device> {
  const device = await core.devices.findByToken(token);
  if (!device) throw new DomainError('invalid_token', 'no phone has this token');
  if (device.requiresSignature || raw.headers['x-signature'] !== undefined) assertSigned(core, device, raw);
  return device;
}

function assertSigned(core: Core, device: Device, { headers, bytes }: RawRequest): void {
  const signature = headers['x-signature'];
  const timestamp = headers['x-timestamp'];
  const verdict = checkSignature({
    body: bytes,
    signature: typeof signature === 'string' ? signature : '',
    timestamp: typeof timestamp === 'string' ? timestamp : null,
    secret: core.devices.secretOf(device),
    now: core.clock.now(),
  });
  if (verdict === 'good') return;
  throw verdict === 'stale'
    ? new DomainError('stale_signature', 'this signature is of another time')
    : new DomainError('invalid_signature', 'this signature is not right');
}

function answerOf(heard: Heard) {
  if (heard.kind === 'ping') return { success: true, message: '연결되었습니다.' };
  if (heard.kind === 'other')
    return { success: false, message: '처리할 문자가 없습니다.', reason: 'not_a_message' };
  const deposits = heard.receipts.flatMap((receipt) => (receipt.kind === 'deposit' ? [receipt] : []));
  const [first] = deposits;
  if (first)
    return {
      success: true,
      message: deposits.map(receiptMessage).join(' / '),
      deposit_id: first.deposit.id,
      ...(deposits.length > 1 ? { deposit_ids: deposits.map(({ deposit }) => deposit.id) } : {}),
    };
  const reason = heard.receipts.flatMap((receipt) => (receipt.kind === 'refused' ? receipt.reason : []))[0];
  return {
    success: false,
    message: REFUSALS[reason ?? 'empty'].ko,
    ...(heard.proved && reason ? { reason } : {}),
  };
}
