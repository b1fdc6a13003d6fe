import { GENESIS_HASH, brokenLink, canonicalBody, type ChainRow } from '#log';
import type { Lines } from '#operations';

const PAGE = 1_000;
/** ms; a server that has not answered by then does not. */
const PATIENCE = 30_000;

/** The ledger could not be read to its end. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

type Link = Pick<ChainRow, 'seq' | 'body_hash' | 'prev_hash' | 'hash'>;

/** A row as it is verified, and whether its event was told. */
type Row = ChainRow & { redacted: boolean };

/**
 * Verifies a server's public ledger from outside: that it has no gap, that each row follows from the
 * one before, and that each event that is told is the one that was hashed. It reads a page at a time
 * and keeps the last hash alone.
 *
 * @param address the server's, e.g. `https://example.org`
 * @param from where to look from, as `view_from` takes it; else where the server finds us
 * @returns the exit code of the command: 0 where it is whole
 */
export async function* verifyLedger(address: URL, from?: string): Lines {
  const at = address.href.replace(/\/$/, '');
  let [seq, hash, redacted] = [0, GENESIS_HASH, 0];
  try {
    for (;;) {
      const rows = await pageAfter(address, seq, from);
      if (rows.length === 0) break;
      for (const row of rows) {
        const broken = brokenLink(row, seq + 1, hash);
        if (broken !== null) {
          yield { kind: 'error', text: `The ledger at ${at} is broken at event ${row.seq}: ${broken}.` };
          return 1;
        }
        ({ seq, hash } = row);
        if (row.redacted) redacted += 1;
      }
      yield { kind: 'status', text: `Verified ${count(seq)}` };
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    yield { kind: 'error', text: `The ledger at ${at} cannot be read: ${error.message}.` };
    return 1;
  }
  const shown = (seq - redacted).toLocaleString('en');
  yield {
    kind: 'line',
    text: `The ledger at ${at} is whole: ${count(seq)}, ${redacted.toLocaleString('en')} of them redacted for you.`,
  };
  yield { kind: 'line', text: `Shown, and true to their hashes: ${shown}` };
  yield { kind: 'line', text: `Head: ${hash}` };
  return 0;
}

async function pageAfter(address: URL, seq: number, from: string | undefined): Promise<Row[]> {
  const url = new URL('api/v1/events', address.href.replace(/\/?$/, '/'));
  url.search = new URLSearchParams({
    since: String(seq),
    limit: String(PAGE),
    ...(from === undefined ? {} : { view_from: from }),
  }).toString();
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) }).catch((error: unknown) => {
    throw new Unreadable(`it does not answer (${reasonOf(error)})`);
  });
  const text = await answer.text().catch((error: unknown) => {
    throw new Unreadable(`its answer broke off (${reasonOf(error)})`);
  });
  const body = parsed(text);
  if (!answer.ok) throw new Unreadable(`it answered ${answer.status}${saidBy(body)}`);
  if (!Array.isArray(body)) throw new Unreadable('what it answers is not a ledger');
  return body.map((row, index) => rowOf(row, seq + index + 1));
}

/** A row as it came, checked to be one. */
function rowOf(value: unknown, expected: number): Row {
  const row = (value ?? {}) as Record<string, unknown>;
  const { seq, body_hash, prev_hash, hash, redacted, salt } = row;
  const link = { seq, body_hash, prev_hash, hash };
  if (isLink(link)) {
    if (redacted === true) return { ...link, redacted, salt: null, body: null };
    if (redacted === false && isHex(salt, 32))
      return { ...link, redacted, salt, body: bodyOf(row, expected) };
  }
  throw new Unreadable(`what it answers for event ${expected} is not a row of a ledger`);
}

function bodyOf(row: Record<string, unknown>, expected: number): string {
  try {
    return canonicalBody(row);
  } catch {
    throw new Unreadable(`what it tells of event ${expected} cannot be hashed`);
  }
}

function isLink(link: Record<keyof Link, unknown>): link is Link {
  const { seq, ...hashes } = link;
  return (
    typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 && Object.values(hashes).every(isHash)
  );
}

function isHash(value: unknown): boolean {
  return isHex(value, 64);
}

function isHex(value: unknown, digits: number): value is string {
  return typeof value === 'string' && value.length === digits && /^[0-9a-f]*$/.test(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Quotes a server's reason for its refusal, from Mastodon's error body; empty where it gives none. */
function saidBy(body: unknown): string {
  const { error } = (body ?? {}) as { error?: unknown };
  // It is another's text, and goes to a terminal.
  return typeof error === 'string' ? `, “${error.slice(0, 200).replace(/\p{Cc}/gu, ' ')}”` : '';
}

/** Why something failed: `fetch` says that it did, and its cause says why. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

function count(n: number): string {
  return `${n.toLocaleString('en')} event${n === 1 ? '' : 's'}`;
}
