/**
 * The limit of a write: rows of some 300 bytes into a table of the same database, one a transaction, on one
 * connection, with what the program asks of the disk.
 */
import Libsql from 'libsql';
import pg from 'pg';
import { answering } from './answering.mjs';

const WORDS = 'some words of a post '.repeat(14);
let insert;

async function open(url) {
  if (url.startsWith('sqlite:')) {
    const connection = new Libsql(`${url.slice('sqlite:'.length)}.commits`);
    connection.pragma('journal_mode=WAL');
    connection.pragma('synchronous=FULL');
    connection.exec('CREATE TABLE IF NOT EXISTS words (id INTEGER PRIMARY KEY, words TEXT NOT NULL)');
    const statement = connection.prepare('INSERT INTO words (words) VALUES (?)');
    return () => statement.run(WORDS);
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'CREATE TABLE IF NOT EXISTS bench_words (id bigserial PRIMARY KEY, words text NOT NULL)',
  );
  return () =>
    client.query({ name: 'words', text: 'INSERT INTO bench_words (words) VALUES ($1)', values: [WORDS] });
}

answering(async ({ url, seconds, times }) => {
  insert ??= await open(url);
  const took = [];
  const began = performance.now();
  for (let last = began; times === undefined ? last - began < seconds * 1_000 : took.length < times;) {
    await insert();
    const now = performance.now();
    took.push(now - last);
    last = now;
  }
  const rate = took.length / ((performance.now() - began) / 1_000);
  took.sort((one, other) => one - other);
  return { rate, median: took[took.length >> 1] };
});
