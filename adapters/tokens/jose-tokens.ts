import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { type Clock, DomainError, type Mode, type TokenClaims, type TokenSigner } from '../../core/index.ts';

/** What signs tokens: a secret of at least 32 bytes (HS256), or an Ed25519 private key in PEM (EdDSA). */
export type TokenKey = string | Buffer;

/** How tokens are made. */
export interface JoseTokensOptions {
  /** The first one signs and all of them are believed, so a key is replaced by putting the new one in front. */
  readonly keys: readonly [TokenKey, ...TokenKey[]];
  readonly clock: Clock;
}

/** Who issues the tokens, and for whom: tokens of other services are not ours though the key were the same. */
const ISSUER = 'korea-checkout';
const AUDIENCE = 'lunepay';

interface Key {
  readonly id: string;
  /** Fixed by the key: what a token says of itself decides nothing. */
  readonly algorithm: 'HS256' | 'EdDSA';
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
}

/** JSON Web Tokens by jose, the one file that imports it. Throws for keys that are too short or of another kind. */
export function joseTokens({ keys, clock }: JoseTokensOptions): TokenSigner {
  const known = keys.map(keyOf) as [Key, ...Key[]];
  const [newest] = known;
  return {
    sign: ({ subject, merchantId, mode, issuedAt, expiresAt }) =>
      new SignJWT({ merchant: merchantId, mode })
        .setProtectedHeader({ alg: newest.algorithm, typ: 'JWT', kid: newest.id })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setIssuedAt(Math.floor(issuedAt / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(newest.signing),
    read: async (token) => {
      const key = keyFor(known, token);
      if (!key) throw invalid();
      try {
        const { payload } = await jwtVerify(token, key.verifying, {
          algorithms: [key.algorithm],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['sub', 'iat', 'exp'],
          currentDate: new Date(clock.now()),
        });
        return claimsOf(payload);
      } catch (error) {
        if (error instanceof errors.JWTExpired)
          throw new DomainError('expired_token', 'this token has expired', {}, error);
        if (error instanceof errors.JOSEError) throw invalid(error);
        throw error;
      }
    },
  };
}

/** A key for tokens made of another secret of ours, for installations that set none. */
export function tokenKeyFrom(secret: string | Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'korea-checkout tokens', 32));
}

function keyFor(known: readonly Key[], token: string): Key | undefined {
  try {
    const { kid } = decodeProtectedHeader(token);
    return known.find(({ id }) => id === kid);
  } catch {
    return undefined;
  }
}

function claimsOf(payload: Readonly<Record<string, unknown>>): TokenClaims {
  const { sub, merchant, mode, iat, exp } = payload;
  if (typeof sub !== 'string' || typeof merchant !== 'string' || (mode !== 'test' && mode !== 'live'))
    throw invalid();
  return {
    subject: sub,
    merchantId: merchant,
    mode: mode satisfies Mode,
    issuedAt: Number(iat) * 1000,
    expiresAt: Number(exp) * 1000,
  };
}

function keyOf(key: TokenKey): Key {
  const text = key.toString();
  if (text.includes('PRIVATE KEY')) return edwardsKey(createPrivateKey(text));
  const secret = createSecretKey(typeof key === 'string' ? Buffer.from(key, 'utf8') : key);
  if ((secret.symmetricKeySize ?? 0) < 32) throw new Error('a token key must have at least 32 bytes');
  const id = createHash('sha256')
    .update('korea-checkout key id')
    .update(secret.export())
    .digest('hex')
    .slice(0, 12);
  return { id, algorithm: 'HS256', signing: secret, verifying: secret };
}

function edwardsKey(signing: KeyObject): Key {
  if (signing.asymmetricKeyType !== 'ed25519') throw new Error('a private key for tokens must be Ed25519');
  const verifying = createPublicKey(signing);
  const id = createHash('sha256')
    .update(verifying.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 12);
  return { id, algorithm: 'EdDSA', signing, verifying };
}

function invalid(cause?: unknown): DomainError {
  return new DomainError('invalid_token', 'this token is not one of ours', {}, cause);
}
