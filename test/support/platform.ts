import { CommandBus, type CommandBusOptions, type Outcome, type Submission } from '#commands';
import type { Database } from '#database';
import {
  command,
  type Command,
  type CommandBodies,
  type CommandType,
  type Refusal,
  type Subject,
} from '#domain';
import { PROJECTED_TABLES } from '#projections';
import { accountBody, decisionBody, orderBody, postBody, restrictionBody } from './bodies.js';
import type { TestDatabase } from './databases.js';

/** When the stories of the tests begin, ms since the epoch; long past, so that nothing in them is due. */
export const BEGINNING = Date.parse('2026-01-05T09:00:00Z');

/** A command that was refused: thrown by the fluent client, so that a story need not look at each outcome. */
class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    super(`${refusal.kind}: ${refusal.message}`);
  }
}

/** A platform on a test's database, with a clock of its own and a client that reads like a story. */
export class Platform {
  /** The time on its clock, ms since the epoch; it moves on by `tick` with each batch. */
  now = BEGINNING;
  /** How far the clock moves with each batch, ms. */
  tick = 1_000;
  /** Makes the ids of what is asked for, where they are not to be left to chance. */
  ids: ((at: number) => string) | null = null;
  readonly bus: CommandBus;

  constructor(
    readonly database: Database,
    options: Omit<CommandBusOptions, 'clock'> = {},
  ) {
    this.bus = new CommandBus(database, { ...options, clock: () => (this.now += this.tick) });
  }

  static async on(place: TestDatabase): Promise<Platform> {
    return new Platform(await place.open());
  }

  /** Asks for one thing, and resolves with the outcome, refused or not. */
  ask<T extends CommandType>(
    type: T,
    body: CommandBodies[T],
    meta: Partial<Command['meta']> = {},
    rest: Omit<Submission, 'build'> = {},
  ): Promise<Outcome> {
    return this.bus.submit({
      build: ({ at, id }) => [command(type, body, { id: this.ids?.(at) ?? id(), at, ...meta })],
      ...rest,
    });
  }

  /** Asks for one thing that must be done, and resolves with the id of what it was about. */
  async done<T extends CommandType>(
    type: T,
    body: CommandBodies[T],
    meta: Partial<Command['meta']> = {},
  ): Promise<string> {
    const outcome = await this.ask(type, body, meta);
    if (!outcome.ok) throw new Refused(outcome.refusal);
    return outcome.subjects[0] ?? '';
  }

  async signUp(handle: string, rest: Partial<CommandBodies['open-account']> = {}): Promise<Member> {
    return new Member(this, await this.done('open-account', accountBody(handle, rest)));
  }

  registerAuthority(name = 'A ministry'): Promise<string> {
    return this.done('register-authority', { name, short_name: name, country: 'IN', note: '' });
  }

  file(
    authority: string,
    subjects: Subject[],
    rest: Partial<CommandBodies['file-order']> = {},
  ): Promise<string> {
    const items = subjects.map((subject) => ({ subject }));
    return this.done('file-order', orderBody(authority, items, rest));
  }

  decide(...decision: Parameters<typeof decisionBody>): Promise<string> {
    return this.done('decide-item', decisionBody(...decision));
  }

  close(order: string, as: CommandBodies['close-order']['as']): Promise<string> {
    return this.done('close-order', { order, as, reason: 'The court says so' });
  }

  impose(...restriction: Parameters<typeof restrictionBody>): Promise<string> {
    return this.done('impose-restriction', restrictionBody(...restriction));
  }

  lift(restriction: string): Promise<string> {
    return this.done('lift-restriction', { restriction, reason: 'No longer' });
  }

  erase(member: Member): Promise<string> {
    return this.done('erase-account', { account: member.id });
  }

  /** Every row of every table that is folded from the log, in no order. */
  async projections(): Promise<Record<string, string[]>> {
    const tables: Record<string, string[]> = {};
    for (const table of PROJECTED_TABLES) {
      const rows = await this.database.reader.query<object>(`SELECT * FROM ${table}`);
      tables[table] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return tables;
  }

  /** Hashes of the log, in order. */
  async hashes(): Promise<string[]> {
    const rows = await this.database.reader.query<{ hash: string }>('SELECT hash FROM log ORDER BY seq');
    return rows.map(({ hash }) => hash);
  }
}

/** Somebody with an account, as they act from India. */
export class Member {
  constructor(
    private readonly platform: Platform,
    readonly id: string,
    private readonly from: string | null = 'IN',
    private readonly mode: 'open' | 'enforced' = 'open',
  ) {}

  get account(): Subject {
    return { type: 'account', id: this.id };
  }

  /** The same person, elsewhere. */
  lookingFrom(from: string | null, mode: 'open' | 'enforced' = 'open'): Member {
    return new Member(this.platform, this.id, from, mode);
  }

  posts(text: string, rest: Partial<CommandBodies['publish-post']> = {}): Promise<string> {
    return this.asks('publish-post', postBody(text, rest));
  }

  replies(to: string, text: string): Promise<string> {
    return this.posts(text, { in_reply_to: to });
  }

  quotes(post: string, text: string): Promise<string> {
    return this.posts(text, { quote_of: post });
  }

  reposts(post: string): Promise<string> {
    return this.asks('repost-post', { post, visibility: 'public' });
  }

  undoesRepost(post: string): Promise<string> {
    return this.asks('undo-repost', { post });
  }

  likes(post: string): Promise<string> {
    return this.asks('like-post', { post });
  }

  unlikes(post: string): Promise<string> {
    return this.asks('unlike-post', { post });
  }

  deletes(post: string): Promise<string> {
    return this.asks('delete-post', { post });
  }

  follows(account: Member): Promise<string> {
    return this.asks('follow-account', { account: account.id });
  }

  unfollows(account: Member): Promise<string> {
    return this.asks('unfollow-account', { account: account.id });
  }

  asks<T extends CommandType>(
    type: T,
    body: CommandBodies[T],
    meta: Partial<Command['meta']> = {},
  ): Promise<string> {
    return this.platform.done(type, body, { ...this.meta, ...meta });
  }

  /** The meta of this member's commands. */
  get meta(): Partial<Command['meta']> {
    return { actor: this.id, viewpoint: { from: this.from, mode: this.mode, seesAll: false } };
  }
}

export function post(id: string): Subject {
  return { type: 'post', id };
}
