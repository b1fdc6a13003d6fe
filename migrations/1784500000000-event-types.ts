import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The head of the log says which types of event, in which versions, were ever appended, and where each
 * came first: so a program sees at its start whether it can read them all.
 */
export class EventTypes1784500000000 implements MigrationInterface {
  readonly name = 'EventTypes1784500000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    for (const statement of sqlite ? SQLITE : POSTGRES) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const COLUMN = `ALTER TABLE log_head ADD COLUMN types TEXT NOT NULL DEFAULT '{}'`;

// Before this, every event is of the first version of its type. The head takes no update that does not
// move it on, so its trigger stands aside for this one.
const SQLITE = [
  COLUMN,
  `DROP TRIGGER log_head_update`,
  `UPDATE log_head SET types = (
    SELECT json_group_object(type || ' 1', seq)
    FROM (SELECT body ->> '$.type' AS type, min(seq) AS seq FROM log_body GROUP BY 1)
  )`,
  `CREATE TRIGGER log_head_update BEFORE UPDATE ON log_head
    WHEN NEW.seq <= OLD.seq BEGIN SELECT RAISE(ABORT, 'log_head only grows'); END`,
];

const POSTGRES = [
  COLUMN,
  `ALTER TABLE log_head DISABLE TRIGGER log_head_update`,
  `UPDATE log_head SET types = (
    SELECT coalesce(json_object_agg(type || ' 1', seq), '{}')::text
    FROM (SELECT body::json ->> 'type' AS type, min(seq) AS seq FROM log_body GROUP BY 1) AS first
  )`,
  `ALTER TABLE log_head ENABLE TRIGGER log_head_update`,
];
