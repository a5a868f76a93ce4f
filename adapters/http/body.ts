import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../core/index.ts';

/** Larger bodies are refused while they are read. */
export const BODY_BYTES_MAX = 256 * 1024;

const EMPTY = Buffer.alloc(0);

/**
 * The exact bytes of a request, as a signature needs them. Throws `body_too_large` without reading on, and
 * `malformed_body` when the sender goes away half-way. A body that an outer framework has parsed cannot be had
 * again: mount us before its parser.
 */
export function readBody(request: IncomingMessage, bytesMax = BODY_BYTES_MAX): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.reject(tooLarge(bytesMax));
  if (request.readableEnded || request.destroyed) return Promise.reject(aborted());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytesMax) return void chunks.push(chunk);
      request.pause();
      reject(tooLarge(bytesMax));
    });
    request.on('end', () =>
      resolve(chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks, size)),
    );
    request.on('error', () => reject(aborted()));
    request.on('close', () => {
      if (!request.complete) reject(aborted());
    });
  });
}

function tooLarge(bytesMax: number): DomainError {
  return new DomainError('body_too_large', `a body has at most ${bytesMax} bytes`, { maximum: bytesMax });
}

function aborted(): DomainError {
  return new DomainError('malformed_body', 'the body ended early', { reason: 'aborted' });
}
