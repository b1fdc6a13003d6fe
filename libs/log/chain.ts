import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { LoggedEvent, NewEvent } from '#domain';

/** What the first row's `prev_hash` is. */
export const GENESIS_HASH = '0'.repeat(64);
const SALT_BYTES = 16;

/**
 * An event as it is hashed and stored: the RFC 8785 JSON of everything but its place in the log.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function encodeBody(event: NewEvent): string {
  return canonicalBody({ ...event, at: new Date(event.at).toISOString() });
}

/** What of an event is hashed; `at` in ISO 8601. */
type BodyFields = Record<
  'id' | 'type' | 'at' | 'actor' | 'venue' | 'subject' | 'payload' | 'provenance' | 'scenario',
  unknown
>;

/**
 * The RFC 8785 JSON of an event as it is told to others; what else is told of it is left out.
 *
 * @throws for what no JSON can hold
 */
export function canonicalBody(told: Partial<BodyFields>): string {
  const { id, type, at, actor, venue, subject, payload, provenance, scenario } = told;
  const body = canonicalize({ id, type, at, actor, venue, subject, payload, provenance, scenario });
  if (body === undefined) throw new TypeError('An event is always an object');
  return body;
}

/** The inverse of `encodeBody`, with the event's place in the log. */
export function decodeBody(body: string, seq: number, recordedAt: number): LoggedEvent {
  const event = JSON.parse(body) as Omit<NewEvent, 'at'> & { at: string };
  return { ...event, at: Date.parse(event.at), seq, recorded_at: recordedAt } as LoggedEvent;
}

/**
 * What keeps a body from being guessed from its hash, in hex. Random for a person's event; derived
 * for a scenario's, so that the same file into an empty log gives the same hashes.
 */
export function saltFor(event: NewEvent): string {
  if (event.scenario === null) return randomBytes(SALT_BYTES).toString('hex');
  const { id, step } = event.scenario;
  return createHash('sha256')
    .update(`salt ${id}/${step}/${event.id}`)
    .digest('hex')
    .slice(0, SALT_BYTES * 2);
}

/** `SHA-256(salt ‖ body)`, in hex; the salt as its bytes, the body as UTF-8. */
export function hashBody(salt: string, body: string): string {
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(body, 'utf8').digest('hex');
}

/** `SHA-256(prev_hash ‖ seq ‖ body_hash)`, in hex; the hashes as 32 bytes, `seq` as 8 bytes, big-endian. */
export function hashLink(prevHash: string, seq: number, bodyHash: string): string {
  const link = Buffer.alloc(72);
  link.write(prevHash, 0, 'hex');
  link.writeBigUInt64BE(BigInt(seq), 32);
  link.write(bodyHash, 40, 'hex');
  return createHash('sha256').update(link).digest('hex');
}

/** A row of the log as it is verified: its link, and its body as text where that is there. */
export interface ChainRow {
  seq: number;
  body_hash: string;
  prev_hash: string;
  hash: string;
  salt: string | null;
  body: string | null;
}

/**
 * What is wrong with a row of the log, in words; null where nothing is.
 *
 * @param expected the `seq` that comes next
 * @param prevHash the hash of the row before
 */
export function brokenLink(row: ChainRow, expected: number, prevHash: string): string | null {
  if (row.seq !== expected) return `event ${expected} is missing`;
  if (row.prev_hash !== prevHash) return 'it does not follow from the event before';
  if (row.body !== null && hashBody(row.salt ?? '', row.body) !== row.body_hash)
    return 'its body was changed';
  if (hashLink(row.prev_hash, row.seq, row.body_hash) !== row.hash) return 'its hash was changed';
  return null;
}
