import fc from 'fast-check';
import type { Command } from '#domain';
import { issueTokenFor } from '#identity';
import { read, readHead } from '#log';
import { ScheduleKeeper } from '../../apps/server/schedule/schedule-keeper.js';
import { accountBody, postBody, restrictionBody, scenarioBody } from '../support/bodies.js';
import { aHistory, aWithholding, CAST, live, withholding, type Move } from '../support/histories.js';
import { Platform, post } from '../support/platform.js';
import type { TestServer } from '../support/server.js';
import type { Things } from './addresses.js';
import { Canaries, canariesIn } from './canaries.js';

/** The origin that links of the servers under test point to. */
export const ORIGIN = 'https://withheld.example';

/** One of many histories on a server. */
export interface Lived {
  things: Things;
  /** Tokens of its people, by account id. */
  tokens: ReadonlyMap<string, string>;
  /** The `seq` of the log's head before it. */
  since: number;
  /** When it began and ended, ms since the epoch. */
  began: number;
  ended: number;
}

/** Follows histories as they are lived. */
export interface Witness {
  /** Once a history's people are there. */
  begins(things: Things, tokens: ReadonlyMap<string, string>, canaries: Canaries): Promise<void>;
  /** After each instant. */
  pauses(): Promise<void>;
  ends(lived: Lived): Promise<void>;
}

/**
 * Lives histories one after the other on one server, each with people of its own: one that withholds
 * a little of everything, random ones, and a scenario.
 * Erasures are left to their own test.
 *
 * @param histories how many random ones
 * @param witnessOf who follows the n-th; the scenario is the last
 */
export async function load(
  server: TestServer,
  { histories, length, seed }: { histories: number; length: number; seed: number },
  witnessOf: (n: number) => Witness | null,
): Promise<Lived[]> {
  const platform = new Platform(server.database);
  const canaries = new Canaries();
  const lives: Lived[] = [];
  const goes = async (n: number, tell: (pause: () => Promise<void>) => Promise<void>): Promise<void> => {
    canaries.begin(n);
    const witness = witnessOf(n);
    const since = (await readHead(server.database.reader)).seq;
    const began = platform.now;
    const tokens = new Map<string, string>();
    await tell(async () => {
      if (tokens.size === 0) {
        const things = await thingsSince(server, since);
        for (const [id, token] of await signIn(server, things, moderatorOf(things))) tokens.set(id, token);
        await witness?.begins(things, tokens, canaries);
      }
      await witness?.pauses();
    });
    // Everything that is due by the clock happens now.
    server.clock.set(platform.now);
    await server.app.get(ScheduleKeeper).catchUp();
    await witness?.pauses();
    const things = await thingsSince(server, since);
    const life = { things, tokens, since, began, ended: platform.now };
    lives.push(life);
    await witness?.ends(life);
  };
  server.clock.set(platform.now);
  const lists = [
    // This history is always lived, whatever chance brings.
    withholding({ author: 1, other: 2, account: 0, post: 0 }),
    ...fc.sample(aWithheldHistory(length), { numRuns: histories, seed }),
  ];
  for (const [n, moves] of lists.entries()) {
    // Each instant is one batch, so that what is told of it is what holds at it.
    const apart = moves.map((move) => ({
      ...move,
      when: move.when === 'together' ? move.when : ('later' as const),
    }));
    await goes(n, (pause) => live(platform, apart, pause, canaries));
  }
  await goes(lists.length, (pause) => tellStory(platform, canaries, pause));
  return lives;
}

/** A random history in which something is withheld. */
export function aWithheldHistory(length: number): fc.Arbitrary<Move[]> {
  return fc.tuple(aHistory(length, ['erase']), aWithholding).chain(([by, its]) => shuffled(by, its));
}

/** Two lists of moves in one, each in its order. */
function shuffled(by: readonly Move[], its: readonly Move[]): fc.Arbitrary<Move[]> {
  const places = fc.array(fc.nat(by.length), { minLength: its.length, maxLength: its.length });
  return places.map((at) => {
    const sorted = at.toSorted((a, b) => a - b);
    return by
      .flatMap((move, i) => [...its.filter((_, n) => sorted[n] === i), move])
      .concat(its.filter((_, n) => sorted[n] === by.length));
  });
}

/** A scenario, in which notes of the narrator tell what they are on. */
async function tellStory(platform: Platform, canaries: Canaries, pause: () => Promise<void>): Promise<void> {
  const within = (step: string, note = 'Made up'): Pick<Command['meta'], 'scenario' | 'provenance'> => ({
    scenario: { id: 'a-story', step },
    provenance: { certainty: 'illustrative', precision: 'day', sources: [], note },
  });
  const noted = (step: string) => within(step, canaries.post().spoiler_text);
  await platform.done('open-scenario', scenarioBody({ steps: 3 }), within('opening'));
  const people: string[] = [];
  for (const handle of ['speaker', 'listener']) {
    const body = accountBody(handle, { venue: 'twitter', ...canaries.account() });
    people.push(await platform.done('open-account', body, noted(handle)));
  }
  const [speaker = '', listener = ''] = people;
  await pause();
  const says = (actor: string, rest = {}) =>
    platform.done('publish-post', postBody(canaries.post().text, rest), { actor, ...noted('says') });
  const first = await says(speaker);
  await says(listener, { quote_of: first });
  const second = await says(listener);
  await says(speaker, { in_reply_to: second });
  await platform.done('add-context', { title: 'Meanwhile', text: 'It rains.', side: null }, within('rain'));
  await pause();
  // Where nothing else binds: the countries differ, and nothing but that.
  const body = restrictionBody('withhold', post(first), { countries: ['DE', 'IN'] });
  await platform.done('impose-restriction', body, within('withholds'));
  const account = restrictionBody('withhold', { type: 'account', id: listener });
  await platform.done('impose-restriction', account, within('withholds'));
  await pause();
  // Said of what is withheld by then: live, too, it is in a frame elsewhere alone.
  await says(speaker, { quote_of: first });
}

/** Collects the things that were made after a place in the log, from the events. */
export async function thingsSince(server: TestServer, since: number): Promise<Things> {
  const { events } = await read(server.database.reader, since, 100_000);
  const things: Things = {
    accounts: [],
    posts: [],
    orders: [],
    restrictions: [],
    authorities: [],
    scenarios: [],
    reports: [],
    appeals: [],
    webhooks: [],
    notices: [],
    tags: [],
    origin: ORIGIN,
  };
  const accts = new Map<string, string>();
  for (const event of events) {
    const { type, subject, actor, venue } = event;
    if (type === 'account.opened') {
      const acct = venue === 'home' ? event.payload.handle : `${event.payload.handle}@${venue ?? ''}`;
      accts.set(subject, acct);
      things.accounts.push({ id: subject, acct });
    }
    if (type === 'post.published' || type === 'post.reposted')
      things.posts.push({ id: subject, acct: accts.get(actor ?? '') ?? '' });
    if (type === 'post.published') things.tags.push(...canariesIn(event.payload.text.replace(/^[^#]*/, '')));
    if (type.startsWith('restriction.') || type === 'item.decided' || type === 'account.warned')
      things.notices.push(event.id);
    if (type === 'order.filed') things.orders.push(subject);
    if (type === 'restriction.imposed') things.restrictions.push(subject);
    if (type === 'item.decided' && event.payload.imposes !== null) things.restrictions.push(event.id);
    if (type === 'authority.registered') things.authorities.push(subject);
    if (type === 'scenario.opened') things.scenarios.push(subject);
  }
  return things;
}

/** The moderator of a history's cast, whose accounts are opened in its order; nobody of a scenario's. */
export function moderatorOf({ accounts }: Things): string | null {
  return accounts[CAST.indexOf('moderator')]?.id ?? null;
}

/**
 * Lets people whose accounts were opened behind the routes' back sign in, all to look as readers.
 *
 * @param moderator who acts on the others
 */
export async function signIn(
  server: TestServer,
  { accounts }: Things,
  moderator: string | null = null,
): Promise<Map<string, string>> {
  const { database } = server;
  const now = server.clock.now();
  const rest = { email: null, password_hash: null, country: null, created_at: now };
  await database.write((transaction) =>
    transaction.insert(
      'credential',
      accounts.map(({ id }) => ({
        account_id: id,
        role: id === moderator ? 'moderator' : 'reader',
        ...rest,
      })),
    ),
  );
  const tokens = new Map<string, string>();
  for (const { id } of accounts)
    tokens.set(id, (await issueTokenFor(database, id, now, ['read', 'write', 'follow'])).token);
  return tokens;
}
