import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '#commands';
import type { Database } from '#database';
import { timeOfId } from '#domain';
import { signUpTogether } from '#identity';
import { accountBody, postBody } from './support/bodies.js';
import { Person, Reader, type Answer } from './support/client.js';
import { onEachDatabase, type TestDatabase } from './support/databases.js';
import { explaining, type Explained } from './support/explained.js';
import { Listener } from './support/listener.js';
import {
  addPosts,
  analyse,
  GROWING,
  HOT,
  numbered,
  ORDER,
  QUIET,
  QUOTE,
  TAG,
  TALK,
} from './support/many-posts.js';
import { startServer, type TestServer } from './support/server.js';

/** How many posts there are, with all that hangs on them; `npm run test:long` makes more. */
const POSTS = Number(process.env['PLAN_POSTS'] ?? 20_000);

/** Each table that grows with posts has more rows than a statement may look at, but where more is said. */
const ROWS = 1_000;

const ROLES = {
  asha: 'reader',
  bilal: 'reader',
  moderator: 'moderator',
  authority: 'authority',
  admin: 'admin',
} as const;

interface Here extends Record<keyof typeof ROLES, Person> {
  server: TestServer;
  anyone: Reader;
  listener: Listener;
}

interface Visit {
  what: string;
  does: (here: Here) => Promise<unknown>;
  /** How many rows one of its statements may look at, where that is more than `ROWS`, and why. */
  rows?: [number, string];
  /** Steps that it may also take on SQLite, since it stops at a page. */
  walks?: RegExp;
}

const reads = async (reader: Reader, path: string, query: Record<string, string> = {}): Promise<void> => {
  const { status, text }: Answer<unknown> = await reader.reads(path, query);
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
};
const PUBLIC = /USING INDEX post_(public|venue) /;
const OF_ACCOUNT = /^SEARCH p USING INDEX post_account \(account_id=\? AND id<\?\)$/;
/** Of each of whom one follows the newest posts: a thousand at most are gone through so. */
const OF_FOLLOWED =
  /^SEARCH f USING INDEX follow_(open|actor) \(actor=\?\)$|^SCAN f$|^SEARCH p USING INDEX post_account \(account_id=\? AND (id>\? AND )?id<\?\)$/;
const LATEST = /^SEARCH p USING (COVERING )?INDEX sqlite_autoindex_post_1 \(id<\?\)$/;
const ALL_OF_THEIRS =
  /^SEARCH \w+ USING (COVERING )?INDEX (post_(account|like_\w+|repost)|follow_\w+|sqlite_autoindex_(post|account)_count_1) /;
const FEW_HUNDRED = 8_000;
const FRAMES: [number, string] = [12_000, 'of the last 400 posts, what they rest on and whose they are'];

const VISITS: Visit[] = [
  {
    what: 'the public timeline',
    does: ({ anyone }) => reads(anyone, '/api/v1/timelines/public'),
    walks: PUBLIC,
  },
  {
    what: 'the public timeline, for somebody',
    does: ({ asha }) => reads(asha.in('IN'), '/api/v1/timelines/public'),
    walks: PUBLIC,
  },
  {
    what: 'the public timeline, for a moderator',
    does: ({ moderator }) => reads(moderator, '/api/v1/timelines/public'),
    walks: PUBLIC,
  },
  {
    what: 'the local timeline, far down',
    does: ({ asha }) =>
      reads(asha, '/api/v1/timelines/public', { local: 'true', max_id: numbered('post', 1_000) }),
    walks: PUBLIC,
  },
  {
    what: 'a venue’s timeline, upwards from far down',
    does: ({ asha }) =>
      reads(asha, '/api/v1/timelines/public', { venue: 'home', min_id: numbered('post', 1_000) }),
    walks: PUBLIC,
  },
  { what: 'a hashtag’s page', does: ({ asha }) => reads(asha, `/api/v1/timelines/tag/${TAG}`) },
  {
    what: 'a search for a word that few posts have',
    does: ({ asha }) => reads(asha, '/api/v2/search', { q: 'words 115', type: 'statuses' }),
  },
  {
    what: 'a search for a word that all posts have',
    does: ({ asha }) => reads(asha, '/api/v2/search', { q: 'words', type: 'statuses' }),
    rows: [
      POSTS * 2,
      'PostgreSQL’s index of words gives all rows that have one, as bits, before the first is read',
    ],
  },
  {
    what: 'a search for a word of somebody who writes a lot, far down',
    does: ({ asha }) =>
      reads(asha, '/api/v2/search', { q: 'words', type: 'statuses', account_id: asha.id, offset: '100' }),
    rows: [POSTS * 2, 'the same'],
  },
  {
    what: 'a search by operators, for whose posts they are and when',
    does: ({ asha }) =>
      reads(asha, '/api/v2/search', {
        q: `from:${asha.username} before:2100-01-01 after:2000-01-01`,
        type: 'statuses',
      }),
    rows: [POSTS * 2, 'the same'],
  },
  {
    what: 'a search for what is not of somebody, without a word',
    does: ({ asha }) => reads(asha, '/api/v2/search', { q: `-from:${asha.username}`, type: 'statuses' }),
    rows: [POSTS * 2, 'the same'],
  },
  {
    what: 'a search for a hashtag',
    does: ({ asha }) => reads(asha, '/api/v2/search', { q: TAG, type: 'hashtags' }),
    rows: [
      FEW_HUNDRED,
      'of the 300 posts that trends are counted over, whose they are and what they rest on',
    ],
    walks: PUBLIC,
  },
  {
    what: 'trends of long ago',
    does: async ({ anyone }) => {
      const then = { view_at: new Date(timeOfId(HOT) + 1_000).toISOString() };
      for (const kind of ['tags', 'statuses']) await reads(anyone, `/api/v1/trends/${kind}`, then);
    },
    rows: [FEW_HUNDRED, 'of the 300 posts that they are counted over, whose they are and what they rest on'],
    walks: PUBLIC,
  },
  {
    what: 'accounts, for a moderator: all, of a venue, and by how a handle begins',
    does: async ({ moderator }) => {
      const queries: Record<string, string>[] = [
        {},
        { by_domain: 'koo' },
        { local: 'true' },
        { remote: 'true' },
        { username: 'ash' },
      ];
      for (const query of queries) await reads(moderator, '/api/v1/admin/accounts', query);
    },
    walks: /^SEARCH a USING (COVERING )?INDEX (sqlite_autoindex_account_1 \(id<\?\)|account_venue )/,
  },
  {
    what: 'the audit, and of it what one moderator was shown',
    does: async ({ admin, moderator }) => {
      for (const query of [{ limit: '5' }, { account_id: moderator.id }])
        await reads(admin, '/api/v1/admin/audit', query);
    },
    walks: /^SCAN audit USING INDEX sqlite_autoindex_audit_1$/,
  },
  {
    what: 'posting under a key, where many keys are old',
    does: ({ asha }) =>
      asha.sends('POST', '/api/v1/statuses', { status: 'Once' }, { 'Idempotency-Key': 'once' }),
  },
  { what: 'a post that everybody likes', does: ({ asha }) => reads(asha, `/api/v1/statuses/${HOT}`) },
  { what: 'a post that quotes another', does: ({ asha }) => reads(asha, `/api/v1/statuses/${QUOTE}`) },
  { what: 'a thread', does: ({ asha }) => reads(asha, `/api/v1/statuses/${QUIET}/context`) },
  {
    what: 'the account of somebody who writes a lot',
    does: ({ asha, bilal }) => reads(bilal, `/api/v1/accounts/${asha.id}`),
  },
  {
    what: 'their posts',
    does: ({ asha, bilal }) => reads(bilal, `/api/v1/accounts/${asha.id}/statuses`),
    walks: OF_ACCOUNT,
  },
  {
    what: 'their posts alone, for themselves',
    does: ({ asha }) =>
      reads(asha, `/api/v1/accounts/${asha.id}/statuses`, {
        exclude_replies: 'true',
        exclude_reblogs: 'true',
      }),
    walks: OF_ACCOUNT,
  },
  { what: 'one’s notifications', does: ({ asha }) => reads(asha, '/api/v1/notifications') },
  {
    what: 'one’s notifications of one type, far down, and of one account',
    does: async ({ asha }) => {
      const max_id = numbered('like', 1_000);
      await reads(asha, '/api/v1/notifications', { 'types[]': 'favourite', max_id });
      await reads(asha, '/api/v1/notifications', { account_id: numbered('account', 12) });
    },
  },
  {
    what: 'how many notifications one has not read',
    does: ({ asha }) => reads(asha, '/api/v1/notifications/unread_count'),
  },
  {
    what: 'the public timeline and notifications, for somebody who has muted a thread',
    does: async ({ moderator }) => {
      for (const what of ['mute', 'unmute', 'mute'])
        await moderator.does('POST', `/api/v1/statuses/${QUIET}/${what}`);
      await reads(moderator, '/api/v1/timelines/public');
      await reads(moderator, '/api/v1/notifications');
    },
    walks: PUBLIC,
  },
  {
    what: 'one’s home, with what a hashtag that many posts have brings there, upwards and downwards',
    does: async ({ bilal }) => {
      for (const name of [TAG, 'lake']) await bilal.does('POST', `/api/v1/tags/${name}/follow`);
      const middle = numbered('post', 1_000);
      for (const query of [{}, { max_id: middle }, { min_id: middle }])
        await reads(bilal, '/api/v1/timelines/home', query);
      await bilal.does('POST', `/api/v1/tags/${TAG}/unfollow`);
    },
    walks: OF_FOLLOWED,
  },
  {
    what: 'the hashtags that one follows',
    does: async ({ bilal }) => {
      await bilal.does('POST', `/api/v1/tags/${TAG}/follow`);
      await reads(bilal, '/api/v1/followed_tags');
    },
    rows: [
      FEW_HUNDRED,
      'of the 300 posts that trends are counted over, whose they are and what they rest on',
    ],
    walks: PUBLIC,
  },
  {
    what: 'posting with a hashtag that somebody follows who listens',
    does: async ({ server, asha, bilal }) => {
      const listener = await Listener.connect(server.address, { token: bilal.token });
      await listener.subscribe('user');
      await asha.posts(`Words #${TAG}`);
      await listener.hasHeard(server);
      listener.close();
    },
    // Whom one follows is read as one begins to listen.
    walks: OF_FOLLOWED,
  },
  {
    what: 'who asks to follow one: the latest and far down, letting one follow, and another not',
    does: async ({ asha }) => {
      const asked = '/api/v1/follow_requests';
      for (const query of [{}, { max_id: numbered('request', 1_000) }]) await reads(asha, asked, query);
      const rows = await asha.reads<{ id: string }[]>(asked, { limit: '2' });
      const [one, other] = rows.body.map(({ id }) => id);
      await asha.does('POST', `${asked}/${one}/authorize`);
      await asha.does('POST', `${asked}/${other}/reject`);
    },
  },
  {
    what: 'one’s conversations, the latest and far down',
    does: async ({ asha }) => {
      await reads(asha, '/api/v1/conversations');
      await reads(asha, '/api/v1/conversations', { max_id: numbered('post', 1_000) });
    },
    rows: [FEW_HUNDRED, 'of the latest thousand, whether their last posts are in doubt'],
  },
  {
    what: 'a conversation with many posts: marking, removing, answering, deleting its last',
    does: async ({ asha, bilal }) => {
      await asha.sends('POST', `/api/v1/conversations/${TALK}/read`);
      await asha.sends('DELETE', `/api/v1/conversations/${TALK}`);
      const letter = { visibility: 'direct', in_reply_to_id: TALK };
      const { id } = await asha.posts(`Words @${bilal.username}`, letter);
      await asha.deletes(id);
    },
  },
  { what: 'posting', does: ({ asha }) => asha.posts(`Words #${TAG}`) },
  { what: 'mentioning', does: ({ asha, bilal }) => asha.posts(`Words @${bilal.username}`) },
  { what: 'answering', does: ({ asha }) => asha.replies(HOT, 'An answer') },
  { what: 'quoting', does: ({ asha }) => asha.posts('Look', { quoted_status_id: HOT }) },
  {
    what: 'liking, and taking it back',
    does: async ({ bilal }) => {
      await bilal.likes(HOT);
      await bilal.unlikes(HOT);
    },
  },
  {
    what: 're-posting, and undoing it',
    does: async ({ bilal }) => {
      await bilal.reposts(HOT);
      await bilal.undoesRepost(HOT);
    },
  },
  {
    what: 'deleting',
    does: async ({ asha }) => asha.deletes((await asha.posts('Soon gone')).id),
  },
  {
    what: 'following, and no longer',
    does: async ({ server, asha, bilal }) => {
      await server.does('follow-account', { account: asha.id }, bilal.id);
      await server.does('unfollow-account', { account: asha.id }, bilal.id);
    },
  },
  {
    what: 'withholding a post that everybody passes on, and showing it again, to who listens',
    does: async ({ moderator }) =>
      moderator.lifts(await moderator.imposes({ status_id: HOT, countries: ['FR'] })),
    rows: FRAMES,
    walks: LATEST,
  },
  {
    what: 'withholding the account of somebody who writes a lot, and showing it again, to who listens',
    does: async ({ asha, moderator }) =>
      moderator.lifts(await moderator.imposes({ account_id: asha.id, countries: ['FR'] })),
    rows: FRAMES,
    walks: new RegExp(`${LATEST.source}|${PUBLIC.source}`),
  },
  {
    what: 'the ledger',
    does: ({ anyone }) => reads(anyone, '/api/v1/events', { since: '1000', limit: '100' }),
  },
  {
    what: 'the orders',
    does: ({ anyone }) => reads(anyone, '/api/v1/orders'),
    rows: [8_000, 'of twenty orders, how all their items stand'],
    walks: /^SCAN o USING INDEX sqlite_autoindex_legal_order_1$/,
  },
  { what: 'an order', does: ({ anyone }) => reads(anyone, `/api/v1/orders/${ORDER}`) },
  { what: 'its items', does: ({ moderator }) => reads(moderator, `/api/v1/orders/${ORDER}/items`) },
  {
    what: 'filing an order, deciding and closing it',
    does: async ({ authority, moderator }) => {
      const order = await authority.files([{ status_id: QUIET }]);
      await moderator.decides(order, 1, 'withheld');
      await authority.closes(order, 'revoked');
    },
  },
  {
    what: 'the restrictions',
    does: ({ anyone }) => reads(anyone, '/api/v1/restrictions'),
    walks: /^SCAN r USING INDEX sqlite_autoindex_restriction_1$/,
  },
  {
    what: 'the statements of reasons',
    does: ({ anyone }) => reads(anyone, '/api/v1/transparency/statements'),
    walks: /^SCAN r USING INDEX sqlite_autoindex_restriction_1$/,
  },
  {
    what: 'erasing somebody who wrote little',
    does: async ({ server }) => {
      const account = await server.does('open-account', accountBody(`gone_${Date.now()}`));
      await server.does('publish-post', postBody(`Words #${TAG}`), account);
      await server.does('erase-account', { account }, account);
    },
    rows: [POSTS, 'of the follows: all are of one, so PostgreSQL takes reading all for looking some up'],
    walks: ALL_OF_THEIRS,
  },
  { what: 'an explanation', does: ({ anyone }) => reads(anyone, '/api/v1/explain', { status: HOT }) },
];

/** The steps of a statement on SQLite that could take longer the more rows there are. */
function growingSteps({ sql, steps }: Explained, walks?: RegExp): string[] {
  return steps.filter((step) => {
    if (walks?.test(step) === true) return false;
    const [, alias = ''] = /^SCAN (\w+)/.exec(step) ?? [];
    const whole = GROWING.some(
      (table) => new RegExp(`\\b${table}( AS)? ${alias}\\b`).test(sql) && alias !== '',
    );
    // One equality alone leads to all that somebody has, or that a post has.
    const all =
      /INDEX (post_account|post_like_\w+|follow_\w+|post_repost|sqlite_autoindex_(post_tag|post_count|account_count|idempotency_key)_1) \((\w+|<expr>)=\?\)/;
    const byRange = /post_account .*id<|sqlite_autoindex_post_1 \(id[<>]/;
    return whole || all.test(step) || byRange.test(step) || step.includes('AUTOMATIC');
  });
}

onEachDatabase((make, { shared }) => {
  let place: TestDatabase;
  let database: Database;
  let signed: Extract<Awaited<ReturnType<typeof signUpTogether>>, { ok: true }>;
  beforeAll(async () => {
    place = await make();
    database = await place.open();
    if (shared) await withoutAutovacuum(database);
    const newcomers = Object.entries(ROLES).map(([username, role]) => ({
      username,
      role,
      email: null,
      password: null,
    }));
    const outcome = await signUpTogether(database, new CommandBus(database), newcomers, Date.now);
    if (!outcome.ok) throw new Error('They sign up');
    signed = outcome;
    await addPosts(database, signed.members[0]?.account ?? '', { from: 1, to: POSTS });
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  describe.each([
    ['of which the database has never learned how much there is', () => Promise.resolve()],
    ['of which the database has learned how much there is', () => analyse(database)],
    [
      'which has grown since the database learned how much there is',
      () => addPosts(database, signed.members[0]?.account ?? '', { from: POSTS + 1, to: POSTS * 1.5 }),
    ],
  ])('on what people wrote, %s', (_, prepare) => {
    const explained: Explained[] = [];
    let here: Here;
    beforeAll(async () => {
      await prepare();
      const server = await startServer(place, {
        env: { TEST: '1' },
        wrap: (inner) => explaining(inner, explained),
      });
      const cast = signed.members.map(
        ({ account, username, token }) => new Person(server.address, account, username, token.token),
      );
      const [asha, bilal, moderator, authority, admin] = cast as [Person, Person, Person, Person, Person];
      const listener = await Listener.connect(server.address, { view_from: 'FR' });
      await listener.subscribe('public');
      here = {
        server,
        asha,
        bilal,
        moderator,
        authority,
        admin,
        anyone: new Reader(server.address),
        listener,
      };
    }, 120_000);
    afterAll(async () => {
      here.listener.socket.close();
      await here.server.close();
    });

    it.each(VISITS)(
      '$what: looks at no more than it needs',
      async ({ does, rows: [most] = [ROWS], walks }) => {
        explained.length = 0;
        await does(here);
        await here.listener.hasHeard(here.server);
        expect(explained.length).toBeGreaterThan(0);
        const tooMuch = explained.flatMap((one) => {
          const steps = shared ? one.steps : growingSteps(one, walks);
          return (one.touched ?? 0) > most || (!shared && steps.length > 0) ? [{ ...one, steps }] : [];
        });
        expect(tooMuch).toEqual([]);
      },
    );
  });
});

/** So that it learns what there is when it is told to, and not when it comes round to it. */
async function withoutAutovacuum(database: Database): Promise<void> {
  const tables = await database.reader.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  await database.write(async (transaction) => {
    for (const { name } of tables)
      await transaction.query(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`);
  });
}
