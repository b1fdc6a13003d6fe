import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Plain } from './plain.js';

/**
 * Lets anybody keep an answer that is the same for all who ask for its address, and ask again whether it is
 * still so (RFC 9111): to whoever has it, the answer is a 304 without a body.
 *
 * @returns the answer that is to be sent
 */
export function cacheable(request: FastifyRequest, reply: FastifyReply, answer: Plain): Plain {
  // Weak, as it is compressed in several ways.
  const tag = `W/"${createHash('sha256').update(answer.text).digest('base64url')}"`;
  reply.header('cache-control', 'public, no-cache').header('etag', tag);
  // It has no viewpoint, so whoever asks for it gets the same.
  reply.removeHeader('withheld-viewpoint');
  reply.removeHeader('vary');
  if (!isAmong(request.headers['if-none-match'], tag)) return answer;
  reply.status(304);
  return Plain.notModified();
}

/** Whether a tag is among those of an `If-None-Match`, compared weakly (RFC 9110, section 13.1.2). */
function isAmong(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^(W\/)?/, 'W/') === tag);
}
