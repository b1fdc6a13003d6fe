import { createHash } from 'node:crypto';
import type { CommandBodies, CommandMeta, CommandType } from '#domain';

/**
 * The key and digest by which a command is done once, however often a client sends it: the same again under
 * the same key gives the first one's result, and something else a conflict.
 *
 * @param key the client's own; null where it gives none
 */
export function onceUnder<T extends CommandType>(
  key: string | null,
  type: T,
  body: CommandBodies[T],
): Pick<CommandMeta, 'idempotency_key' | 'idempotency_digest'> {
  if (key === null) return { idempotency_key: null, idempotency_digest: null };
  const digest = createHash('sha256')
    .update(JSON.stringify([type, body]))
    .digest('base64url');
  return { idempotency_key: key, idempotency_digest: digest };
}
