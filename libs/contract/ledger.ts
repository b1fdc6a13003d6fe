/** A link of the log's chain; how its hashes are made is in ARCHITECTURE.md, "The log and its chain". */
export interface LedgerLink {
  /** The place in the log: 1, 2, 3 … without a gap. */
  seq: number;
  /** SHA-256, 64 lower-case hex digits, as are the others. */
  body_hash: string;
  prev_hash: string;
  hash: string;
}

/** A row whose event may not be seen from the viewpoint, or was erased. It still verifies. */
export interface RedactedRow extends LedgerLink {
  redacted: true;
}

/** A row shown in full: `body_hash` is SHA-256 of `salt`, then the RFC 8785 JSON of the fields from `id` on. */
export interface ToldRow extends LedgerLink {
  redacted: false;
  /** 32 lower-case hex digits, for 16 bytes. */
  salt: string;
  id: string;
  /** As docs/events.md lists them. */
  type: string;
  /** Story time, ISO 8601 in UTC with milliseconds. */
  at: string;
  actor: string | null;
  venue: string | null;
  subject: string;
  payload: object;
  provenance: object | null;
  scenario: { id: string; step: string } | null;
  /** Of its payload, 2 or more; left out where it is the first. */
  version?: number;
}

/** `GET /api/v1/events`: a row of the public ledger. */
export type LedgerRow = RedactedRow | ToldRow;
