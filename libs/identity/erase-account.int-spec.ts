import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database, SqlValue } from '#database';
import { eraseAccount, PRIVATE_TABLES, signUp } from '#identity';
import { LOG_TABLES } from '#log';
import { PROJECTED_TABLES } from '#projections';
import { tablesOf } from '../../test/support/contents.js';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform } from '../../test/support/platform.js';

/** Tables without data about anybody: TypeORM's own, and the version of the rules that folded the log. */
const BOOKKEEPING = ['migrations', 'projected'];
/** Tables that SQLite keeps itself: its own, and those of an index of words. */
const OF_THE_DATABASE = /^sqlite_|^post_words_index/;

const at = 1_770_000_000_000;
const report = {
  category: 'other',
  comment: '',
  status_ids: '[]',
  rule_ids: '[]',
  created_at: at,
  updated_at: at,
};

/** The rows that other features write about somebody, by table; signing up makes credential and token. */
const appeal = { text: 'It is a joke', created_at: at };
const note = { subject_type: 'account', subject_id: 'a-subject', text: 'Seen before', created_at: at };
const rowsOf = (account: string): Record<string, Record<string, SqlValue>[]> => ({
  oauth_code: [
    {
      code_hash: 'a-digest',
      app_id: 'an-app',
      account_id: account,
      redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
      scope: 'read',
      expires_at: at,
    },
  ],
  idempotency_key: [{ account_id: account, key: 'a-key', subject: 'a-post', created_at: at }],
  report: [
    { ...report, id: 'by', account_id: account, target_account_id: 'bilal' },
    { ...report, id: 'about', account_id: 'bilal', target_account_id: account },
    { ...report, id: 'assigned', account_id: 'a', target_account_id: 'b', assigned_account_id: account },
    { ...report, id: 'dealt-with', account_id: 'a', target_account_id: 'b', action_taken_by: account },
  ],
  appeal: [
    { ...appeal, id: 'by', account_id: account, restriction_id: 'one' },
    { ...appeal, id: 'assigned', account_id: 'a', restriction_id: 'two', assigned_account_id: account },
    { ...appeal, id: 'answered', account_id: 'a', restriction_id: 'three', answered_by: account },
  ],
  moderator_note: [
    { ...note, id: 'by', account_id: account, about_account_id: 'bilal' },
    { ...note, id: 'about', account_id: 'a', about_account_id: account },
  ],
  item_assignment: [{ order_id: 'an-order', n: 1, account_id: account }],
  webhook: [
    {
      id: 'a-webhook',
      url: 'https://example.org/hook',
      secret: 'a-secret',
      events: '[]',
      enabled: 1,
      cursor: 0,
      lost: 0,
      created_by: account,
      created_at: at,
      updated_at: at,
    },
  ],
  kept_apart: [
    { id: 'theirs', account_id: account, target_id: 'bilal', how: 'block', notifications: 1, created_at: at },
    { id: 'of-them', account_id: 'bilal', target_id: account, how: 'mute', notifications: 1, created_at: at },
  ],
  account_note: [
    { account_id: account, target_id: 'bilal', text: 'A note' },
    { account_id: 'bilal', target_id: account, text: 'A note' },
  ],
  kept_post: [{ id: 'kept', account_id: account, post_id: 'a-post', how: 'bookmark' }],
  marker: [{ account_id: account, timeline: 'home', last_read_id: 'a-post', version: 0, updated_at: at }],
  followed_tag: [{ id: 'followed', account_id: account, tag: 'rivers' }],
  notification_dismissed: [{ account_id: account, notification_id: 'a-notification' }],
  notification_cleared: [{ account_id: account, up_to: 'a-notification' }],
  talk_mark: [{ account_id: account, talk: 'a-talk', marked_up_to: 'a-post', unread: 0, removed_up_to: '' }],
  scheduled_post: [
    {
      id: 'scheduled',
      account_id: account,
      due_at: at + 1,
      body: '{}',
      country: null,
      idempotency_key: null,
      failed: null,
      created_at: at,
    },
  ],
  posting_default: [{ account_id: account, privacy: 'private', sensitive: 1, language: 'hi' }],
});

onEachDatabase((make) => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await make();
    database = await place.open();
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  describe('every table', () => {
    it('is of the log, a projection, or private state that is registered with what erases it', async () => {
      const known = [
        ...LOG_TABLES,
        ...PROJECTED_TABLES,
        ...PRIVATE_TABLES.map(({ table }) => table),
        ...BOOKKEEPING,
      ];
      const there = (await tablesOf(database)).filter((name) => !OF_THE_DATABASE.test(name));
      expect(there.filter((table) => !known.includes(table))).toEqual([]);
      expect(known.filter((table) => !there.includes(table))).toEqual([]);
      expect(new Set(known).size).toBe(known.length);
    });
  });

  describe('erasing an account', () => {
    it('leaves nothing of it in a table that says what is erased', async () => {
      const { bus } = new Platform(database);
      const asha = await signUp(
        database,
        bus,
        { username: 'asha', email: null, password: null, role: 'reader' },
        () => at,
      );
      if (!asha.ok) throw new Error('Asha signs up');
      const account = asha.account;
      await database.write(async (transaction) => {
        for (const [table, rows] of Object.entries(rowsOf(account)))
          for (const row of rows) await transaction.insert(table, [row]);
      });
      const erased = PRIVATE_TABLES.flatMap(({ table, erase }) => (typeof erase === 'function' ? table : []));
      const holding = async (): Promise<string[]> => {
        const found = [];
        for (const table of erased) {
          const rows = await database.reader.query<object>(`SELECT * FROM ${table}`);
          if (JSON.stringify(rows).includes(account)) found.push(table);
        }
        return found;
      };
      expect(await holding()).toEqual(erased);
      expect(await eraseAccount(database, bus, account)).toBeNull();
      expect(await holding()).toEqual([]);
      expect(await database.reader.query('SELECT id FROM report ORDER BY id')).toEqual([
        { id: 'assigned' },
        { id: 'dealt-with' },
      ]);
    });
  });
});
