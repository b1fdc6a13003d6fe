/**
 * Fills an empty database: people, one of whom follows 200 others, and posts by them, each with a mention and a
 * hashtag, every other one liked. Runs in the tree that is measured, by that tree's own commands:
 * `people.ts <database url> <posts> [posts of the reader's own]`. Writes `Filled` as JSON.
 */
import 'reflect-metadata';
import { CommandBus } from '#commands';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase } from '#database';
import { command } from '#domain';
import { signUpTogether } from '#identity';
import { MIGRATIONS } from '#migrations';
import { refoldIfOutdated } from '#projections';

/** Who and what there is to ask for. */
export interface Filled {
  /** Of people who post. */
  tokens: string[];
  /** Of somebody who follows 200 people; and the id of their account. */
  reader: string;
  account: string;
  /** A post. */
  status: string;
  /** The instants of the first and of the last post, ms since the epoch. */
  from: number;
  to: number;
}

const PEOPLE = 265;
const FOLLOWED = 200;
const TOGETHER = 1_000;

const [url = '', posts = '0', own = '0'] = process.argv.slice(2);
const read = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }, PROJECT_ROOT);
if (!read.ok) throw new Error(read.errors.join('\n'));
const database = await openDatabase(read.config.database, MIGRATIONS);
// As a server does at its start: what is written from here on is folded by this version's rules.
await refoldIfOutdated(database);
const bus = new CommandBus(database);
const nobody = { email: null, password: null, role: 'reader', country: null } as const;
const names = Array.from({ length: PEOPLE }, (_, n) => ({ username: `person_${n}`, ...nobody }));
const signedUp = await signUpTogether(database, bus, names, Date.now);
if (!signedUp.ok) throw new Error(JSON.stringify(signedUp.refusal));
const { members } = signedUp;
const by = (n: number): string => members[n % PEOPLE]?.account ?? '';

type Build = Parameters<CommandBus['submit']>[0]['build'];
type Make = (n: number, stamp: Parameters<Build>[0]) => ReturnType<Build>[number];

async function submit(weight: number, make: Make): Promise<string[]> {
  const build: Build = (stamp) => Array.from({ length: weight }, (_, n) => make(n, stamp));
  const outcome = await bus.submit({ build, weight, patient: true });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.subjects;
}

await submit(FOLLOWED, (n, { id, at }) =>
  command('follow-account', { account: by(n + 1) }, { id: id(), at, actor: by(0) }),
);
const from = Date.now();
let status = '';
for (let made = 0; made < Math.max(20, Number(posts)); made += TOGETHER) {
  const together = Math.min(TOGETHER, Math.max(20, Number(posts)) - made);
  const published = await submit(together, (n, { id, at }) => {
    const text = `Words ${n} of #bench, for @person_${n % PEOPLE}: ${'some words of a post '.repeat(4)}`;
    const rest = { language: 'en', spoiler_text: '', sensitive: false, visibility: 'public' } as const;
    return command(
      'publish-post',
      { text, ...rest, in_reply_to: null, quote_of: null },
      { id: id(), at, actor: by(n) },
    );
  });
  await submit(together >> 1, (n, { id, at }) =>
    command('like-post', { post: published[n * 2] ?? '' }, { id: id(), at, actor: by(n * 7) }),
  );
  status = published[published.length >> 1] ?? '';
}
for (let made = 0; made < Number(own); made += TOGETHER) {
  const together = Math.min(TOGETHER, Number(own) - made);
  const rest = { language: 'en', spoiler_text: '', sensitive: false, visibility: 'public' } as const;
  const published = await submit(together, (n, { id, at }) =>
    command(
      'publish-post',
      { text: `My own ${made + n}`, ...rest, in_reply_to: null, quote_of: null },
      { id: id(), at, actor: by(0) },
    ),
  );
  await submit(together, (n, { id, at }) =>
    command('like-post', { post: published[n] ?? '' }, { id: id(), at, actor: by(n + 1) }),
  );
}
const filled: Filled = {
  tokens: members.slice(0, 64).map(({ token }) => token.token),
  reader: members[0]?.token.token ?? '',
  account: by(0),
  status,
  from,
  to: Date.now(),
};
console.log(JSON.stringify(filled));
await database.close();
