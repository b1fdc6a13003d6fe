import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log, its projections, and the private state. */
export class Foundation1770000000000 implements MigrationInterface {
  readonly name = 'Foundation1770000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const statements = [
      ...LOG,
      ...(sqlite ? SQLITE_GUARDS : POSTGRES_GUARDS),
      ...PROJECTIONS,
      ...PRIVATE_STATE,
    ];
    for (const statement of statements)
      await runner.query(sqlite ? forSqlite(statement) : forPostgres(statement));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

// The statements below say ID for text that sorts by its bytes, MS for milliseconds since the
// epoch, FLAG for 0 or 1, and FIELD(column, name) for a field of a JSON text.

const LOG = [
  `CREATE TABLE log (
    seq BIGINT PRIMARY KEY,
    body_hash TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    recorded_at MS NOT NULL
  )`,
  // Only whole rows of it are ever erased.
  `CREATE TABLE log_body (
    seq BIGINT PRIMARY KEY,
    salt TEXT NOT NULL,
    body TEXT NOT NULL
  )`,
  `CREATE INDEX log_body_actor ON log_body (FIELD(body, actor))`,
  `CREATE INDEX log_body_subject ON log_body (FIELD(body, subject))`,
  // Locked by whoever appends. person_at is the latest story time of a person's event.
  `CREATE TABLE log_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    person_at MS NOT NULL
  )`,
  `INSERT INTO log_head (id, seq, hash, person_at) VALUES (1, 0, '${'0'.repeat(64)}', 0)`,
];

/** Rows are appended beyond the head, the head only grows, and nothing else changes but that bodies are erased. */
const SQLITE_GUARDS = [
  ...(['log', 'log_body'] as const).flatMap((table) => [
    `CREATE TRIGGER ${table}_append BEFORE INSERT ON ${table}
      WHEN NEW.seq <= (SELECT seq FROM log_head) BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    `CREATE TRIGGER ${table}_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  ]),
  `CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END`,
  `CREATE TRIGGER log_head_update BEFORE UPDATE ON log_head
    WHEN NEW.seq <= OLD.seq BEGIN SELECT RAISE(ABORT, 'log_head only grows'); END`,
  `CREATE TRIGGER log_head_delete BEFORE DELETE ON log_head BEGIN SELECT RAISE(ABORT, 'log_head only grows'); END`,
];

const POSTGRES_GUARDS = [
  `CREATE OR REPLACE FUNCTION withheld_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`,
  `CREATE OR REPLACE FUNCTION withheld_beyond_head() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.seq <= (SELECT seq FROM log_head) THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF;
      RETURN NEW;
    END $$`,
  `CREATE OR REPLACE FUNCTION withheld_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.seq <= OLD.seq THEN RAISE EXCEPTION 'log_head only grows'; END IF;
      RETURN NEW;
    END $$`,
  ...(['log', 'log_body'] as const).flatMap((table) => [
    `CREATE TRIGGER ${table}_append BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION withheld_beyond_head()`,
    `CREATE TRIGGER ${table}_update BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION withheld_append_only()`,
    `CREATE TRIGGER ${table}_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION withheld_append_only()`,
  ]),
  `CREATE TRIGGER log_delete BEFORE DELETE ON log FOR EACH ROW EXECUTE FUNCTION withheld_append_only()`,
  `CREATE TRIGGER log_head_update BEFORE UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION withheld_head_grows()`,
  `CREATE TRIGGER log_head_delete BEFORE DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION withheld_append_only()`,
  `CREATE TRIGGER log_head_truncate BEFORE TRUNCATE ON log_head FOR EACH STATEMENT EXECUTE FUNCTION withheld_append_only()`,
];

/** Folded from the log; `withheld rebuild` empties and folds them again. */
const PROJECTIONS = [
  `CREATE TABLE account (
    id ID PRIMARY KEY,
    venue TEXT NOT NULL,
    handle TEXT NOT NULL,
    handle_key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    note TEXT NOT NULL,
    verified FLAG NOT NULL,
    kind TEXT NOT NULL,
    opened_at MS NOT NULL,
    scenario TEXT,
    provenance TEXT
  )`,
  // As of each instant at which one of them changed.
  `CREATE TABLE account_count (
    subject ID NOT NULL,
    at MS NOT NULL,
    statuses INTEGER NOT NULL,
    followers INTEGER NOT NULL,
    following INTEGER NOT NULL,
    PRIMARY KEY (subject, at)
  )`,
  `CREATE TABLE follow (
    id ID PRIMARY KEY,
    actor ID NOT NULL,
    subject ID NOT NULL,
    from_at MS NOT NULL,
    until_at MS
  )`,
  `CREATE INDEX follow_actor ON follow (actor, subject)`,
  // Of every table of intervals: at most one of each key is open.
  `CREATE UNIQUE INDEX follow_open ON follow (actor, subject) WHERE until_at IS NULL`,
  `CREATE INDEX follow_subject ON follow (subject)`,
  `CREATE TABLE post (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    venue TEXT NOT NULL,
    at MS NOT NULL,
    text TEXT NOT NULL,
    content TEXT NOT NULL,
    spoiler_text TEXT NOT NULL,
    sensitive FLAG NOT NULL,
    language TEXT,
    visibility TEXT NOT NULL,
    tags TEXT NOT NULL,
    in_reply_to ID,
    in_reply_to_account ID,
    repost_of ID,
    quote_of ID,
    deleted_at MS,
    scenario TEXT,
    provenance TEXT
  )`,
  `CREATE INDEX post_public ON post (id)
    WHERE visibility = 'public' AND repost_of IS NULL AND in_reply_to IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX post_venue ON post (venue, id)
    WHERE visibility = 'public' AND repost_of IS NULL AND in_reply_to IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX post_account ON post (account_id, id)`,
  `CREATE INDEX post_repost ON post (repost_of, account_id) WHERE repost_of IS NOT NULL`,
  `CREATE INDEX post_quote ON post (quote_of) WHERE quote_of IS NOT NULL`,
  `CREATE INDEX post_reply ON post (in_reply_to) WHERE in_reply_to IS NOT NULL`,
  `CREATE TABLE post_tag (
    tag TEXT NOT NULL,
    post_id ID NOT NULL,
    PRIMARY KEY (tag, post_id)
  )`,
  `CREATE TABLE post_count (
    subject ID NOT NULL,
    at MS NOT NULL,
    likes INTEGER NOT NULL,
    reposts INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    PRIMARY KEY (subject, at)
  )`,
  `CREATE TABLE post_like (
    id ID PRIMARY KEY,
    actor ID NOT NULL,
    subject ID NOT NULL,
    from_at MS NOT NULL,
    until_at MS
  )`,
  `CREATE INDEX post_like_actor ON post_like (actor, subject)`,
  `CREATE UNIQUE INDEX post_like_open ON post_like (actor, subject) WHERE until_at IS NULL`,
  `CREATE INDEX post_like_subject ON post_like (subject)`,
  // until_at moves to when it is lifted; imposed_until stays. The ids are those of the notifications that
  // it began and that it ended, null while it has not.
  `CREATE TABLE restriction (
    id ID PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id ID NOT NULL,
    countries TEXT NOT NULL,
    basis TEXT NOT NULL,
    reason TEXT NOT NULL,
    label TEXT,
    from_at MS NOT NULL,
    until_at MS,
    order_id ID,
    item_n INTEGER,
    confidential FLAG NOT NULL,
    scenario TEXT,
    imposed_until MS,
    began_id ID,
    ended_id ID
  )`,
  `CREATE INDEX restriction_subject ON restriction (subject_id, from_at)`,
  // Things still to come about by the clock, of a restriction or an order.
  `CREATE TABLE schedule (
    subject ID NOT NULL,
    what TEXT NOT NULL,
    at MS NOT NULL,
    PRIMARY KEY (subject, what)
  )`,
  `CREATE INDEX schedule_at ON schedule (at, subject, what)`,
  `CREATE TABLE authority (
    id ID PRIMARY KEY,
    account_id ID UNIQUE,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    country TEXT,
    note TEXT NOT NULL,
    scenario TEXT
  )`,
  `CREATE TABLE legal_order (
    id ID PRIMARY KEY,
    external_id TEXT,
    authority_id ID NOT NULL,
    venue TEXT NOT NULL,
    title TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    grounds TEXT NOT NULL,
    reason TEXT NOT NULL,
    countries TEXT NOT NULL,
    deadline_at MS,
    emergency FLAG NOT NULL,
    confidential FLAG NOT NULL,
    filed_at MS NOT NULL,
    size INTEGER NOT NULL,
    scenario TEXT,
    provenance TEXT,
    UNIQUE (authority_id, external_id)
  )`,
  `CREATE INDEX legal_order_external_id ON legal_order (external_id) WHERE external_id IS NOT NULL`,
  // An interval per status; until_at is null for the present one.
  `CREATE TABLE order_status (
    id ID PRIMARY KEY,
    order_id ID NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    from_at MS NOT NULL,
    until_at MS
  )`,
  `CREATE INDEX order_status_order ON order_status (order_id)`,
  `CREATE UNIQUE INDEX order_status_open ON order_status (order_id) WHERE until_at IS NULL`,
  `CREATE TABLE order_item (
    order_id ID NOT NULL,
    n INTEGER NOT NULL,
    subject_type TEXT,
    subject_id ID,
    url TEXT,
    PRIMARY KEY (order_id, n)
  )`,
  `CREATE INDEX order_item_subject ON order_item (subject_id)`,
  // An interval per decision; until_at is null for the latest.
  `CREATE TABLE item_decision (
    id ID PRIMARY KEY,
    order_id ID NOT NULL,
    n INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    ground TEXT,
    from_at MS NOT NULL,
    until_at MS
  )`,
  `CREATE INDEX item_decision_item ON item_decision (order_id, n)`,
  `CREATE UNIQUE INDEX item_decision_open ON item_decision (order_id, n) WHERE until_at IS NULL`,
  `CREATE TABLE order_notice (
    id ID PRIMARY KEY,
    order_id ID NOT NULL,
    at MS NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    provenance TEXT
  )`,
  `CREATE INDEX order_notice_order ON order_notice (order_id)`,
  `CREATE TABLE context_row (
    id ID PRIMARY KEY,
    scenario TEXT NOT NULL,
    at MS NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    side TEXT,
    provenance TEXT
  )`,
  `CREATE INDEX context_row_scenario ON context_row (scenario, id)`,
  `CREATE TABLE trend (
    id ID PRIMARY KEY,
    scenario TEXT NOT NULL,
    at MS NOT NULL,
    tag TEXT NOT NULL,
    country TEXT NOT NULL,
    rank INTEGER NOT NULL,
    posts INTEGER,
    provenance TEXT
  )`,
  `CREATE TABLE scenario (
    id TEXT PRIMARY KEY,
    opened_at MS NOT NULL,
    manifest TEXT NOT NULL,
    loaded FLAG NOT NULL
  )`,
  `CREATE TABLE scenario_step (
    scenario TEXT NOT NULL,
    step TEXT NOT NULL,
    at MS NOT NULL,
    PRIMARY KEY (scenario, step)
  )`,
];

/** Private state: secret, or nobody's public fact. Never in the log, untouched by a rebuild. */
const PRIVATE_STATE = [
  `CREATE TABLE credential (
    account_id ID PRIMARY KEY,
    email TEXT UNIQUE,
    password_hash TEXT,
    role TEXT NOT NULL,
    country TEXT,
    demo INT NOT NULL DEFAULT 0,
    created_at MS NOT NULL
  )`,
  `CREATE INDEX credential_role ON credential (role)`,
  `CREATE TABLE access_token (
    token_hash TEXT PRIMARY KEY,
    account_id ID NOT NULL,
    scope TEXT NOT NULL,
    created_at MS NOT NULL
  )`,
  `CREATE INDEX access_token_account ON access_token (account_id)`,
  `CREATE TABLE idempotency_key (
    account_id ID NOT NULL,
    key TEXT NOT NULL,
    subject ID NOT NULL,
    created_at MS NOT NULL,
    PRIMARY KEY (account_id, key)
  )`,
  // Reports by people here to its moderators; how each stands, and no history of that.
  `CREATE TABLE report (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    target_account_id ID NOT NULL,
    category TEXT NOT NULL,
    comment TEXT NOT NULL,
    status_ids TEXT NOT NULL,
    rule_ids TEXT NOT NULL,
    assigned_account_id ID,
    action_taken_by ID,
    action_taken_at MS,
    created_at MS NOT NULL,
    updated_at MS NOT NULL
  )`,
  `CREATE INDEX report_account ON report (account_id)`,
  `CREATE INDEX report_target_account ON report (target_account_id)`,
  // Looks of moderators at what is kept from others.
  `CREATE TABLE audit (
    id ID PRIMARY KEY,
    at MS NOT NULL,
    account_id ID NOT NULL,
    route TEXT NOT NULL,
    view_at MS NOT NULL,
    view_from TEXT,
    live FLAG NOT NULL,
    subjects TEXT NOT NULL
  )`,
];

function forSqlite(statement: string): string {
  const sql = statement
    .replaceAll(/\bID\b/g, 'TEXT')
    .replaceAll(/\bMS\b/g, 'INTEGER')
    .replaceAll(/\bFLAG\b/g, 'INTEGER')
    .replaceAll('BIGINT', 'INTEGER')
    .replaceAll(/FIELD\((\w+), (\w+)\)/g, "$1 ->> '$$.$2'");
  return sql.startsWith('CREATE TABLE') ? `${sql} STRICT` : sql;
}

function forPostgres(statement: string): string {
  return statement
    .replaceAll(/\bID\b/g, 'TEXT COLLATE "C"')
    .replaceAll(/\bMS\b/g, 'BIGINT')
    .replaceAll(/\bFLAG\b/g, 'SMALLINT')
    .replaceAll(/FIELD\((\w+), (\w+)\)/g, "($1::json ->> '$2')");
}
