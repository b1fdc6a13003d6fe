import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of the moderators' desk: changed ends of restrictions, appeals, notes, who took what, webhooks. */
export class Desk1792000000000 implements MigrationInterface {
  readonly name = 'Desk1792000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    for (const statement of STATEMENTS) {
      const columns = statement
        .replace(/\bID\b/g, sqlite ? 'TEXT' : 'TEXT COLLATE "C"')
        .replace(/\bMS\b/g, sqlite ? 'INTEGER' : 'BIGINT')
        .replace(/\bFLAG\b/g, 'INTEGER');
      await runner.query(sqlite && statement.startsWith('CREATE TABLE') ? `${columns} STRICT` : columns);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const STATEMENTS = [
  // Folded from restriction.changed: the row's id is the event's, and that of the notification of it.
  `CREATE TABLE restriction_end (
    id ID PRIMARY KEY,
    restriction_id ID NOT NULL,
    at MS NOT NULL,
    until_at MS
  )`,
  `CREATE INDEX restriction_end_restriction ON restriction_end (restriction_id, id)`,
  // Private state. One appeal a restriction; its state is told by its answer, and by whether the restriction holds.
  `CREATE TABLE appeal (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    restriction_id ID NOT NULL UNIQUE,
    text TEXT NOT NULL,
    assigned_account_id ID,
    outcome TEXT,
    answer TEXT,
    answered_by ID,
    answered_at MS,
    created_at MS NOT NULL
  )`,
  `CREATE INDEX appeal_account ON appeal (account_id, id)`,
  `CREATE INDEX appeal_open ON appeal (id) WHERE answered_at IS NULL`,
  // about_account_id is the account that it is about, or whose post it is: both go with that account.
  `CREATE TABLE moderator_note (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id ID NOT NULL,
    about_account_id ID,
    text TEXT NOT NULL,
    created_at MS NOT NULL
  )`,
  `CREATE INDEX moderator_note_subject ON moderator_note (subject_id, id)`,
  `CREATE INDEX moderator_note_about ON moderator_note (about_account_id)`,
  `CREATE INDEX moderator_note_account ON moderator_note (account_id)`,
  // Who deals with an open item of an order.
  `CREATE TABLE item_assignment (
    order_id ID NOT NULL,
    n INTEGER NOT NULL,
    account_id ID NOT NULL,
    PRIMARY KEY (order_id, n)
  )`,
  `CREATE INDEX item_assignment_account ON item_assignment (account_id)`,
  // cursor is the seq up to which the log was looked at for it.
  `CREATE TABLE webhook (
    id ID PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    events TEXT NOT NULL,
    enabled FLAG NOT NULL,
    cursor MS NOT NULL,
    lost MS NOT NULL,
    created_by ID,
    created_at MS NOT NULL,
    updated_at MS NOT NULL
  )`,
  // about is the id of what it tells; the body is made as it is sent, so that nothing hidden since waits in it.
  `CREATE TABLE webhook_delivery (
    id ID PRIMARY KEY,
    webhook_id ID NOT NULL,
    type TEXT NOT NULL,
    about ID NOT NULL,
    at MS NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at MS,
    tried_at MS,
    http_status INTEGER,
    error TEXT,
    created_at MS NOT NULL
  )`,
  `CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, id)`,
  `CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at, id) WHERE state = 'pending'`,
];
