import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rooms in which a scenario is replayed, and who is in them: private state, erased a day after the last control. */
export class Replays1791000000000 implements MigrationInterface {
  readonly name = 'Replays1791000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const time = sqlite ? 'INTEGER' : 'BIGINT';
    const number = sqlite ? 'REAL' : 'DOUBLE PRECISION';
    const end = sqlite ? ') STRICT' : ')';
    await runner.query(
      `CREATE TABLE replay (
        id ${id} PRIMARY KEY, code ${id} NOT NULL UNIQUE, key_hash ${id} NOT NULL,
        scenario ${id} NOT NULL, cut TEXT NOT NULL, assign TEXT, places TEXT NOT NULL, revision TEXT NOT NULL,
        state TEXT NOT NULL, base ${number} NOT NULL, set_at ${time} NOT NULL, speed ${number} NOT NULL,
        stop_at ${number} NOT NULL, stop_for TEXT, ask TEXT, revealed TEXT NOT NULL,
        version INTEGER NOT NULL, joined INTEGER NOT NULL,
        controlled_at ${time} NOT NULL, expires_at ${time} NOT NULL, emptied INTEGER NOT NULL
      ${end}`,
    );
    await runner.query('CREATE INDEX replay_expiry ON replay (emptied, expires_at)');
    await runner.query(
      `CREATE TABLE replay_participant (
        replay_id ${id} NOT NULL, participant ${id} NOT NULL, place TEXT,
        PRIMARY KEY (replay_id, participant)
      ${end}`,
    );
    await runner.query(
      `CREATE TABLE replay_answer (
        replay_id ${id} NOT NULL, question TEXT NOT NULL, participant ${id} NOT NULL, choice INTEGER NOT NULL,
        PRIMARY KEY (replay_id, question, participant)
      ${end}`,
    );
    await runner.query('CREATE INDEX replay_answer_participant ON replay_answer (replay_id, participant)');
    await runner.query(
      `CREATE TABLE replay_like (
        replay_id ${id} NOT NULL, status_id ${id} NOT NULL, participant ${id} NOT NULL,
        PRIMARY KEY (replay_id, status_id, participant)
      ${end}`,
    );
    await runner.query(
      `CREATE TABLE replay_presence (
        replay_id ${id} NOT NULL, process ${id} NOT NULL, place TEXT NOT NULL, people INTEGER NOT NULL,
        seen_at ${time} NOT NULL, PRIMARY KEY (replay_id, process, place)
      ${end}`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
