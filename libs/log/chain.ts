import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  readEvent,
  versionOf,
  type EventFormat,
  type LoggedEvent,
  type NewEvent,
  type StoredEvent,
} from '#domain';
import { LogUnreadable } from './log-unreadable.js';

/** The `prev_hash` of the first row. */
export const GENESIS_HASH = '0'.repeat(64);
const SALT_BYTES = 16;

/**
 * An event as it is hashed and stored: the RFC 8785 JSON of everything but its place in the log, with its
 * version where that is not the first.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function encodeBody(event: NewEvent, format?: EventFormat): string {
  const version = versionOf(event.type, format);
  return canonicalBody({
    ...event,
    at: new Date(event.at).toISOString(),
    ...(version === 1 ? {} : { version }),
  });
}

/** The fields of an event that are hashed; `at` in ISO 8601. */
type BodyFields = Record<
  'id' | 'type' | 'at' | 'actor' | 'venue' | 'subject' | 'payload' | 'provenance' | 'scenario' | 'version',
  unknown
>;

/**
 * The RFC 8785 JSON of an event as it is told to others; what else is told of it is left out.
 *
 * @throws for what no JSON can hold
 */
export function canonicalBody(told: Partial<BodyFields>): string {
  const { id, type, at, actor, venue, subject, payload, provenance, scenario, version } = told;
  const body = canonicalize({ id, type, at, actor, venue, subject, payload, provenance, scenario, version });
  if (body === undefined) throw new TypeError('An event is always an object');
  return body;
}

/**
 * The inverse of `encodeBody`: the event brought up to date, with its place in the log.
 *
 * @throws LogUnreadable where it is no event that this version of the program knows
 */
export function decodeBody(body: string, seq: number, recordedAt: number, format?: EventFormat): LoggedEvent {
  const read = readEvent(parseBody(body), format);
  if (!read.ok) throw new LogUnreadable(seq, read.reason);
  return { ...read.event, seq, recorded_at: recordedAt };
}

/** A body as it was stored, whatever version it is of; undefined where it is no JSON. */
export function parseBody(body: string): StoredEvent | undefined {
  try {
    return JSON.parse(body) as StoredEvent;
  } catch {
    return undefined;
  }
}

/**
 * The salt that keeps a body from being guessed from its hash, in hex. Random for a person's event;
 * derived for a scenario's, so that the same file into an empty log gives the same hashes.
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
 * Checks a row of the log, and says in words what is wrong with it; null where nothing is.
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
