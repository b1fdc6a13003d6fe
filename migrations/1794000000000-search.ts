import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words of public posts, and the index by which search finds them. Filled as the log is folded again. */
export class Search1794000000000 implements MigrationInterface {
  readonly name = 'Search1794000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [n, strict] = sqlite ? ['INTEGER', ' STRICT'] : ['BIGINT', ''];
    await runner.query(
      `CREATE TABLE post_words (
        n ${n} PRIMARY KEY,
        id ${id} NOT NULL,
        post_id ${id} NOT NULL,
        words TEXT NOT NULL
      )${strict}`,
    );
    await runner.query('CREATE INDEX post_words_post ON post_words (post_id)');
    for (const statement of sqlite ? SQLITE : POSTGRES) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const SQLITE = [
  // To this tokenizer all is part of a word but ASCII that is no letter or digit; the words are cut before.
  `CREATE VIRTUAL TABLE post_words_index USING fts5(words, content = 'post_words', content_rowid = 'n', tokenize = 'ascii', detail = 'none')`,
  // Erased words leave the index at once, and not when its parts are merged some day.
  `INSERT INTO post_words_index (post_words_index, rank) VALUES ('secure-delete', 1)`,
  `CREATE TRIGGER post_words_added AFTER INSERT ON post_words BEGIN
    INSERT INTO post_words_index (rowid, words) VALUES (NEW.n, NEW.words); END`,
  `CREATE TRIGGER post_words_removed AFTER DELETE ON post_words BEGIN
    INSERT INTO post_words_index (post_words_index, rowid, words) VALUES ('delete', OLD.n, OLD.words); END`,
];

const POSTGRES = [
  `CREATE INDEX post_words_index ON post_words USING gin (string_to_array(words, ' '))`,
  // Hashtags by how they begin, in the order of their bytes.
  `CREATE INDEX post_tag_name ON post_tag (tag COLLATE "C")`,
];
