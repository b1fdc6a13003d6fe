/**
 * What grows with one account's or one post's history, and how fast a scenario is loaded. By hand:
 *
 *     npm run bench:growth                       1,000 and 10,000 of everything
 *     npm run bench:growth -- 1000 10000 100000  these sizes
 *
 * For each size: so many people, all of whom follow one and like one of their posts, while somebody follows all of
 * them. All of it is loaded as a scenario's steps are, through commands, on SQLite. Then each thing is asked for
 * again and again, and the median of its times, and the processor's time, are told beside those of the first size.
 */
import 'reflect-metadata';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandBus, type Outcome } from '#commands';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase } from '#database';
import { command, type Command, type CommandBodies, type CommandType } from '#domain';
import { signUpTogether } from '#identity';
import { MIGRATIONS } from '#migrations';
import { createServer } from '../apps/server/create-server.js';
import { accountBody, postBody, restrictionBody } from '../test/support/bodies.js';

/** Commands that are sent as one submission, as a step of a scenario with a cohort is. */
const STEP = 2_000;
const LOOKS = 60;

type Draft = { [T in CommandType]: [type: T, actor: string | null, body: CommandBodies[T]] }[CommandType];

interface Figure {
  /** The median, ms. */
  median: number;
  /** Of the processor for each, ms: of who asks, too, since they share the process. */
  processor: number;
}

async function measure(
  size: number,
): Promise<{ rates: Record<string, number>; figures: Record<string, Figure> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-growth-'));
  const read = readConfig(
    { PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: `sqlite:${folder}/growth.db` },
    PROJECT_ROOT,
  );
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const database = await openDatabase(read.config.database, MIGRATIONS);
  const bus = new CommandBus(database);
  const rates: Record<string, number> = {};
  const load = async (what: string, drafts: readonly Draft[]): Promise<string[]> => {
    const began = performance.now();
    const outcomes: Promise<Outcome>[] = [];
    for (let from = 0; from < drafts.length; from += STEP) {
      const step = drafts.slice(from, from + STEP);
      outcomes.push(
        bus.submit({
          build: ({ at, id }) =>
            step.map(([type, actor, body]) => command(type, body, { id: id(), at, actor }) as Command),
          weight: step.length,
          patient: true,
        }),
      );
    }
    const done = (await Promise.all(outcomes)).flatMap((outcome) => {
      if (!outcome.ok) throw new Error(`${what}: ${JSON.stringify(outcome.refusal)}`);
      return outcome.subjects;
    });
    rates[what] = drafts.length / ((performance.now() - began) / 1_000);
    return done;
  };
  const roles = { star: 'reader', reader: 'reader', moderator: 'moderator' } as const;
  const newcomers = Object.entries(roles).map(([username, role]) => ({
    username,
    role,
    email: null,
    password: null,
  }));
  const signed = await signUpTogether(database, bus, newcomers, Date.now);
  if (!signed.ok) throw new Error('They sign up');
  const [star, reader, moderator] = signed.members;
  if (star === undefined || reader === undefined || moderator === undefined) throw new Error('Nobody');

  const people = await load(
    'accounts',
    Array.from({ length: size }, (_, n): Draft => ['open-account', null, accountBody(`person_${n}`)]),
  );
  const posts = await load(
    'posts',
    people.map((person, n): Draft => ['publish-post', person, postBody(`What person ${n} says`)]),
  );
  const [hot = ''] = await load('one post', [
    ['publish-post', star.account, postBody('What everybody likes')],
  ]);
  await load(
    'likes of one post',
    people.map((person): Draft => ['like-post', person, { post: hot }]),
  );
  await load(
    'follows of one account',
    people.map((person): Draft => ['follow-account', person, { account: star.account }]),
  );
  await load(
    'follows by one account',
    people.map((account): Draft => ['follow-account', reader.account, { account }]),
  );

  const server = await createServer({ config: read.config, database, ownership: null });
  const asks = async (
    who: typeof star | null,
    method: string,
    address: string,
    body?: object,
  ): Promise<unknown> => {
    const answer = await fetch(`${server.address}${address}`, {
      method,
      headers: {
        ...(who === null ? {} : { authorization: `Bearer ${who.token.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const then = `view_at=${encodeURIComponent(new Date(Date.now() - 1).toISOString())}`;
  const hotPost = `/api/v1/statuses/${hot}`;
  const rows: Record<string, () => Promise<unknown>> = {
    'a home page': () => asks(reader, 'GET', '/api/v1/timelines/home'),
    'a home page of the past': () => asks(reader, 'GET', `/api/v1/timelines/home?${then}`),
    'the public timeline': () => asks(reader, 'GET', '/api/v1/timelines/public'),
    'a liked post': () => asks(reader, 'GET', hotPost),
    'a liked post of the past': () => asks(null, 'GET', `${hotPost}?${then}`),
    'who likes it': () => asks(reader, 'GET', `${hotPost}/favourited_by`),
    'a followed account': () => asks(reader, 'GET', `/api/v1/accounts/${star.account}`),
    'its followers': () => asks(reader, 'GET', `/api/v1/accounts/${star.account}/followers`),
    'its notifications': () => asks(star, 'GET', '/api/v1/notifications'),
    'its notifications, grouped': () => asks(star, 'GET', '/api/v2/notifications'),
    'how many it has not read': () => asks(star, 'GET', '/api/v1/notifications/unread_count'),
    'a post by it': () => asks(star, 'POST', '/api/v1/statuses', { status: 'More' }),
    'a like, and its end': async () => {
      await asks(reader, 'POST', `${hotPost}/favourite`);
      await asks(reader, 'POST', `${hotPost}/unfavourite`);
    },
    'a follow, and its end': async () => {
      await asks(reader, 'POST', `/api/v1/accounts/${star.account}/follow`);
      await asks(reader, 'POST', `/api/v1/accounts/${star.account}/unfollow`);
    },
    'a restriction of it, and its end': async () => {
      const imposed = await bus.submit({
        build: ({ at, id }) => [
          command('impose-restriction', restrictionBody('withhold', { type: 'account', id: star.account }), {
            id: id(),
            at,
          }),
        ],
      });
      if (!imposed.ok) throw new Error('It is imposed');
      const restriction = imposed.subjects[0] ?? '';
      await asks(moderator, 'POST', `/api/v1/restrictions/${restriction}/lift`, { reason: 'No longer' });
    },
  };
  const figures: Record<string, Figure> = {};
  for (const [what, does] of Object.entries(rows)) {
    for (let n = 0; n < 5; n += 1) await does();
    const took: number[] = [];
    const cpu = process.cpuUsage();
    for (let n = 0; n < LOOKS; n += 1) {
      const began = performance.now();
      await does();
      took.push(performance.now() - began);
    }
    const { user, system } = process.cpuUsage(cpu);
    took.sort((one, other) => one - other);
    figures[what] = { median: took[took.length >> 1] ?? 0, processor: (user + system) / 1_000 / LOOKS };
  }
  await server.close();
  await database.close();
  fs.rmSync(folder, { recursive: true, force: true });
  if (posts.length !== size) throw new Error('Not all was loaded');
  return { rates, figures };
}

const given = process.argv.slice(2).map(Number);
const sizes = given.length === 0 ? [1_000, 10_000] : given;
const all: Awaited<ReturnType<typeof measure>>[] = [];
for (const size of sizes) {
  console.error(`${size} of everything …`);
  all.push(await measure(size));
  console.error(JSON.stringify(all.at(-1)));
}
const [first] = all;
console.log(
  `| what | ${sizes.map((size) => `${size.toLocaleString('en')}: ms, of the processor`).join(' | ')} | times |`,
);
console.log(`|---|${sizes.map(() => '---').join('|')}|---|`);
for (const what of Object.keys(first?.figures ?? {})) {
  const cells = all.map(
    ({ figures }) => `${figures[what]?.median.toFixed(1)}, ${figures[what]?.processor.toFixed(1)}`,
  );
  const times = (all.at(-1)?.figures[what]?.processor ?? 0) / (first?.figures[what]?.processor ?? 1);
  console.log(`| ${what} | ${cells.join(' | ')} | ${times.toFixed(1)} |`);
}
for (const what of Object.keys(first?.rates ?? {}))
  console.log(
    `| loading ${what}, events/s | ${all.map(({ rates }) => Math.round(rates[what] ?? 0).toLocaleString('en')).join(' | ')} | |`,
  );
