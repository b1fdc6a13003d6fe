import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who keeps apart from whom, notes on accounts, and the orders in which lists of accounts are read. */
export class Relations1793000000000 implements MigrationInterface {
  readonly name = 'Relations1793000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    for (const statement of STATEMENTS) {
      const columns = statement
        .replace(/\bID\b/g, sqlite ? 'TEXT' : 'TEXT COLLATE "C"')
        .replace(/\bMS\b/g, sqlite ? 'INTEGER' : 'BIGINT')
        .replace(/\bFLAG\b/g, 'INTEGER');
      await runner.query(sqlite && statement.startsWith('CREATE TABLE') ? `${columns} STRICT` : columns);
    }
    // SQLite compares texts byte by byte, so its unique index finds what begins so.
    if (!sqlite) await runner.query('CREATE INDEX account_handle ON account (handle_key text_pattern_ops)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const STATEMENTS = [
  // Lists of those who follow, like or pass on: what stands alone, in the order of its events. They are on an
  // expression, so that nothing but these lists is read by them: a look-up of one pair would go through them all.
  `CREATE INDEX follow_of ON follow ((subject || ''), id) WHERE until_at IS NULL`,
  `CREATE INDEX follow_by ON follow ((actor || ''), id) WHERE until_at IS NULL`,
  `CREATE INDEX post_like_of ON post_like ((subject || ''), id) WHERE until_at IS NULL`,
  `CREATE INDEX post_like_by ON post_like ((actor || ''), id) WHERE until_at IS NULL`,
  `CREATE INDEX post_repost_of ON post ((repost_of || ''), id) WHERE repost_of IS NOT NULL AND deleted_at IS NULL`,
  // Private state. how: block or mute.
  `CREATE TABLE kept_apart (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    target_id ID NOT NULL,
    how TEXT NOT NULL,
    notifications FLAG NOT NULL,
    created_at MS NOT NULL,
    UNIQUE (account_id, target_id, how)
  )`,
  `CREATE INDEX kept_apart_list ON kept_apart (account_id, how, id)`,
  `CREATE INDEX kept_apart_target ON kept_apart (target_id, account_id)`,
  `CREATE TABLE account_note (
    account_id ID NOT NULL,
    target_id ID NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account_id, target_id)
  )`,
  `CREATE INDEX account_note_target ON account_note (target_id)`,
];
