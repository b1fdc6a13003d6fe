import fc from 'fast-check';
import type { Outcome } from '#commands';
import {
  ITEM_OUTCOMES,
  type Command,
  type CommandBodies,
  type CommandType,
  type ItemOutcome,
  type RestrictionKind,
  type Subject,
  type Visibility,
} from '#domain';
import { accountBody, decisionBody, orderBody, postBody, restrictionBody } from './bodies.js';
import type { Platform } from './platform.js';

/**
 * Random histories: what five people, a moderator and an authority might do on a platform, in any
 * order. A move names what it is about by a number, which stands for one of the things that are
 * there when it is made; so any list of moves is a history, and stays one as it shrinks.
 */

export const CAST = ['asha', 'bilal', 'chitra', 'dev', 'esha', 'moderator'] as const;

/** The canary in every text that somebody of the cast writes, and in no other. */
export function canaryOf(handle: string): string {
  return `canary-of-${handle}`;
}

/** The names of a history's cast, and the words written in it. */
export interface Script {
  authority(): string;
  handle(who: string): string;
  account(who: string): Pick<CommandBodies['open-account'], 'display_name' | 'note'>;
  post(who: string): Pick<CommandBodies['publish-post'], 'text' | 'spoiler_text'>;
  order(): Partial<Pick<CommandBodies['file-order'], 'external_id' | 'title' | 'legal_basis' | 'reason'>>;
  /** Why something was decided, or what a notice says. */
  reason(): string;
}

const PLAIN: Script = {
  authority: () => 'A ministry',
  handle: (who) => who,
  account: (who) => ({ display_name: canaryOf(who), note: canaryOf(who) }),
  post: (who) => ({ text: `${canaryOf(who)} says something #tagged`, spoiler_text: canaryOf(who) }),
  order: () => ({}),
  reason: () => 'As demanded',
};

type Who = number;
type What = number;
type Action =
  | { do: 'sign up'; who: Who }
  | { do: 'post'; who: Who; replyTo: What | null; quote: What | null; visibility: Visibility }
  | { do: 'edit'; one: What; untagged: boolean }
  | { do: 're-post' | 'like'; who: Who; post: What }
  | { do: 'delete' | 'undo' | 'unlike'; one: What }
  | { do: 'follow' | 'unfollow'; who: Who; account: Who }
  | { do: 'lock'; who: Who; locked: boolean }
  | { do: 'answer'; who: Who; account: Who; accepts: boolean }
  | { do: 'rename'; who: Who }
  | { do: 'erase'; who: Who }
  | {
      do: 'impose';
      kind: CommandBodies['impose-restriction']['kind'];
      on: What;
      account: boolean;
      countries: string;
      delay: number | null;
      lasting: number | null;
    }
  | { do: 'lift' | 'come due'; restriction: What }
  | { do: 'warn'; who: Who }
  | { do: 'file'; on: What[]; confidential: boolean; emergency: boolean }
  | { do: 'give notice'; order: What }
  | { do: 'decide'; order: What; n: number; outcome: ItemOutcome }
  | { do: 'close'; order: What; as: CommandBodies['close-order']['as'] };

export interface Move {
  action: Action;
  /** When it is made: with the move before it, in a batch of its own at the same instant, or later. */
  when: 'together' | 'at once' | 'later';
}

const number = fc.nat(1_000);
function seldom<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: one });
}
const who = fc.nat(CAST.length - 1);
const ACTIONS: { weight: number; arbitrary: fc.Arbitrary<Action> }[] = [
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sign up'), who }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('post'),
      who,
      replyTo: seldom(number),
      quote: seldom(number),
      visibility: fc.constantFrom<Visibility[]>(
        ...(['public', 'public', 'public', 'unlisted', 'unlisted', 'private', 'direct'] as const),
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit'), one: number, untagged: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('re-post'), who, post: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo'), one: number }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('like'), who, post: number }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unlike'), one: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), one: number }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('follow'), who, account: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unfollow'), who, account: who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lock'), who, locked: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('answer'), who, account: who, accepts: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('warn'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename'), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('impose'),
      kind: fc.constantFrom('withhold', 'withhold', 'suspend', 'label', 'limit'),
      on: number,
      account: fc.boolean(),
      countries: fc.constantFrom('IN', 'DE', 'IN DE', '*'),
      delay: seldom(fc.constantFrom(500, 3_000)),
      lasting: seldom(fc.constantFrom(700, 4_000)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift'), restriction: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('come due'), restriction: number }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('file'),
      on: fc.array(number, { minLength: 1, maxLength: 3 }),
      confidential: fc.boolean(),
      emergency: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('give notice'), order: number }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('decide'),
      order: number,
      n: number,
      outcome: fc.constantFrom(...ITEM_OUTCOMES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('close'),
      order: number,
      as: fc.constantFrom('confirmed', 'revoked', 'expired', 'set_aside'),
    }),
  },
];

/**
 * A history of so many moves, or half as many.
 *
 * @param without kinds of moves that are not made
 */
export function aHistory(length: number, without: Action['do'][] = []): fc.Arbitrary<Move[]> {
  const action = fc.oneof(
    ...ACTIONS.map(({ weight, arbitrary }) => ({
      weight,
      arbitrary: arbitrary.map((one): Action =>
        without.includes(one.do) ? { do: 'like', who: 0, post: 0 } : one,
      ),
    })),
  );
  const move = fc.record({
    action,
    when: fc.constantFrom<Move['when'][]>('together', 'together', 'at once', 'later'),
  });
  return fc.noBias(fc.array(move, { minLength: Math.floor(length / 2), maxLength: length, size: 'max' }));
}

/**
 * Moves that are in few histories by chance: a post that others quote, pass on and answer and an
 * account that goes on speaking are withheld in India, the one after a confidential order.
 */
export function withholding(by: { author: Who; other: Who; account: Who; post: What }): Move[] {
  const { author, other, account, post } = by;
  const says = (who: Who, rest: { replyTo?: What; quote?: What; visibility?: Visibility } = {}): Action => ({
    do: 'post',
    who,
    replyTo: null,
    quote: null,
    visibility: 'public',
    ...rest,
  });
  const imposes = (kind: RestrictionKind, on: What, onAccount: boolean): Action => ({
    do: 'impose',
    kind,
    on,
    account: onAccount,
    countries: 'IN',
    delay: null,
    lasting: null,
  });
  const actions: Action[] = [
    says(author),
    says(account),
    { do: 'like', who: account, post },
    imposes('label', post, false),
    says(other, { quote: post }),
    { do: 're-post', who: other, post },
    { do: 'file', on: [post], confidential: true, emergency: false },
    { do: 'decide', order: post, n: 0, outcome: 'withheld' },
    says(other, { replyTo: post }),
    imposes('withhold', account, true),
    says(account),
    imposes('withhold', post + 5, false),
    says(account, { replyTo: post }),
    { do: 'give notice', order: post },
    says(other),
    imposes('suspend', post + 7, false),
    { do: 'delete', one: post + 4 },
    imposes('label', other, true),
    imposes('limit', other, true),
    says(other),
    { do: 'like', who: author, post: post + 8 },
    { do: 'warn', who: other },
    // For some people alone, and answered by one of them in public.
    { do: 'follow', who: other, account: author },
    says(author, { visibility: 'private' }),
    says(author, { visibility: 'direct' }),
    { do: 'like', who: other, post: post + 9 },
    says(other, { replyTo: post + 9 }),
    says(author, { replyTo: post, visibility: 'private' }),
    imposes('label', post + 9, false),
    { do: 'delete', one: post + 10 },
    { do: 'edit', one: post, untagged: true },
    { do: 'edit', one: post + 9, untagged: false },
    // Who is withheld is on others' lists, and others on theirs.
    { do: 'follow', who: account, account: author },
    { do: 'follow', who: other, account },
    { do: 'like', who: account, post: post + 6 },
    imposes('withhold', account + 3, true),
    { do: 'rename', who: account },
    { do: 'rename', who: other },
    // Whoever waits to be let is shown no more than anybody.
    { do: 'lock', who: other, locked: true },
    { do: 'follow', who: author, account: other },
    { do: 'follow', who: account, account: other },
    says(other, { visibility: 'private' }),
    { do: 'answer', who: other, account: author, accepts: true },
  ];
  return actions.map((action) => ({ action, when: 'later' }));
}

export const aWithholding: fc.Arbitrary<Move[]> = fc
  .record({ author: who, other: who, account: who, post: number })
  .map(withholding);

/** The ids of the things that moves refer to; those deleted, lifted or erased stay among them. */
class Things {
  /** The account that each of the cast has now, if any. */
  readonly accounts = new Map<string, string>();
  readonly posts: string[] = [];
  /** Who made each post and re-post, and each like: an account and a post. */
  readonly authors = new Map<string, string>();
  readonly reposts: string[] = [];
  readonly likes: { account: string; post: string }[] = [];
  readonly restrictions: string[] = [];
  readonly orders: string[] = [];
  /** How many items each order has. */
  readonly sizes = new Map<string, number>();

  postOrNone(n: number): string | null {
    return this.posts.length === 0 ? null : this.of(this.posts, n);
  }

  of(list: readonly string[], n: number): string {
    return list.length === 0 ? 'nothing' : (list[n % list.length] ?? 'nothing');
  }
}

/**
 * Lives a history on a platform.
 *
 * @param pause called after each instant, when nothing more happens at it
 * @param script what is written in it
 */
export async function live(
  platform: Platform,
  moves: readonly Move[],
  pause: () => Promise<void> = () => Promise.resolve(),
  script: Script = PLAIN,
): Promise<void> {
  const things = new Things();
  const authority = await platform.registerAuthority(script.authority());
  const stage: Stage = { platform, things, authority, script };
  await Promise.all(CAST.map((_, i) => make(stage, { do: 'sign up', who: i })));
  for (let i = 0; i < moves.length;) {
    const batch = [moves[i]!];
    for (i += 1; moves[i]?.when === 'together'; i += 1) batch.push(moves[i]!);
    const later = batch[0]!.when === 'later';
    if (later) await pause();
    platform.tick = later ? 1_000 : 0;
    await Promise.all(batch.map(({ action }) => make(stage, action)));
  }
  platform.tick = 1_000;
  await pause();
}

/** The platform on which a history is lived, with its things, authority and script. */
interface Stage {
  platform: Platform;
  things: Things;
  authority: string;
  script: Script;
}

async function make({ platform, things, authority, script }: Stage, action: Action): Promise<void> {
  const person = (n: Who) => CAST[n] ?? 'nobody';
  const account = (n: Who) => things.accounts.get(person(n)) ?? 'nobody';
  // From nowhere that anything binds, so that histories are not stopped by what they withhold.
  const viewpoint: Command['meta']['viewpoint'] = { from: 'elsewhere', mode: 'open', seesAll: false };
  const by = (actor = 'nobody'): Partial<Command['meta']> => ({ actor, viewpoint });
  const as = (n: Who) => by(account(n));
  const moderator: Partial<Command['meta']> = { actor: account(CAST.indexOf('moderator')) };
  const subject = (n: What, ofAccount: boolean): Subject =>
    ofAccount
      ? { type: 'account', id: account(n % CAST.length) }
      : { type: 'post', id: things.of(things.posts, n) };
  const keep = async (asked: Promise<Outcome>, list: string[], by?: string) => {
    const outcome = await asked;
    const [id] = outcome.ok ? outcome.subjects : [];
    if (id === undefined) return;
    if (!list.includes(id)) list.push(id);
    if (by !== undefined) things.authors.set(id, by);
  };
  const ask = <T extends CommandType>(type: T, body: CommandBodies[T], meta: Partial<Command['meta']>) =>
    platform.ask(type, body, meta);

  switch (action.do) {
    case 'sign up': {
      const one = person(action.who);
      const outcome = await ask('open-account', accountBody(script.handle(one), script.account(one)), {});
      if (outcome.ok) things.accounts.set(one, outcome.subjects[0] ?? '');
      break;
    }
    case 'post': {
      const { replyTo, quote, visibility } = action;
      const { text, spoiler_text } = script.post(person(action.who));
      const body = postBody(text, {
        visibility,
        spoiler_text,
        in_reply_to: replyTo === null ? null : things.postOrNone(replyTo),
        quote_of: quote === null ? null : things.postOrNone(quote),
      });
      await keep(ask('publish-post', body, as(action.who)), things.posts, account(action.who));
      break;
    }
    case 'edit': {
      const post = things.of(things.posts, action.one);
      const { text, spoiler_text } = script.post('again');
      const words = postBody(action.untagged ? text.replaceAll('#', '') : text, { spoiler_text });
      const { sensitive, language } = words;
      const body = { post, text: words.text, spoiler_text, sensitive, language };
      await ask('edit-post', body, by(things.authors.get(post)));
      break;
    }
    case 're-post': {
      const body = { post: things.of(things.posts, action.post), visibility: 'public' } as const;
      const asked = ask('repost-post', body, as(action.who));
      await keep(asked, things.posts, account(action.who));
      await keep(asked, things.reposts);
      break;
    }
    case 'undo': {
      const repost = things.of(things.reposts, action.one);
      await ask('undo-repost', { post: repost }, by(things.authors.get(repost)));
      break;
    }
    case 'like': {
      const like = { account: account(action.who), post: things.of(things.posts, action.post) };
      if ((await ask('like-post', { post: like.post }, as(action.who))).ok) things.likes.push(like);
      break;
    }
    case 'unlike': {
      const like = things.likes[action.one % Math.max(1, things.likes.length)];
      await ask('unlike-post', { post: like?.post ?? 'nothing' }, by(like?.account));
      break;
    }
    case 'delete': {
      const post = things.of(things.posts, action.one);
      await ask('delete-post', { post }, by(things.authors.get(post)));
      break;
    }
    case 'follow':
      await ask('follow-account', { account: account(action.account) }, as(action.who));
      break;
    case 'unfollow':
      await ask('unfollow-account', { account: account(action.account) }, as(action.who));
      break;
    case 'lock': {
      const rest = { display_name: null, note: null, bot: null, fields: null };
      await ask('update-account', { ...rest, locked: action.locked }, as(action.who));
      break;
    }
    case 'answer': {
      const type = action.accepts ? 'authorize-follow' : 'reject-follow';
      await ask(type, { account: account(action.account) }, as(action.who));
      break;
    }
    case 'rename': {
      // A story's cast stays as it is.
      const { display_name, note } = script.account(person(action.who));
      const fields = [{ name: display_name, value: note }];
      await ask('update-account', { display_name, note, bot: null, locked: null, fields }, as(action.who));
      break;
    }
    case 'erase': {
      const outcome = await ask('erase-account', { account: account(action.who) }, {});
      if (outcome.ok) things.accounts.delete(person(action.who));
      break;
    }
    case 'impose': {
      const { kind, on, countries, delay, lasting } = action;
      const from = platform.now + platform.tick + (delay ?? 0);
      const body = restrictionBody(kind, subject(on, action.account), {
        countries: kind === 'withhold' ? countries.split(' ') : [],
        from: delay === null ? null : new Date(from).toISOString(),
        until: lasting === null ? null : new Date(from + lasting).toISOString(),
      });
      await keep(ask('impose-restriction', body, moderator), things.restrictions);
      break;
    }
    case 'warn':
      await ask('warn-account', { account: account(action.who), text: script.reason() }, moderator);
      break;
    case 'lift': {
      const restriction = things.of(things.restrictions, action.restriction);
      await ask('lift-restriction', { restriction, reason: 'No longer' }, moderator);
      break;
    }
    case 'come due': {
      const restriction = things.of(things.restrictions, action.restriction);
      await ask('start-restriction', { restriction }, {});
      await ask('expire-restriction', { restriction }, {});
      break;
    }
    case 'file': {
      const items = action.on.map((n) => ({ subject: subject(n, n % 4 === 0) }));
      const { confidential, emergency } = action;
      const body = orderBody(authority, items, { confidential, emergency, ...script.order() });
      const asked = ask('file-order', body, {});
      await keep(asked, things.orders);
      const outcome = await asked;
      if (outcome.ok) things.sizes.set(outcome.subjects[0] ?? '', items.length);
      break;
    }
    case 'give notice': {
      const order = things.of(things.orders, action.order);
      await ask('give-notice', { order, kind: 'other', text: script.reason() }, { actor: authority });
      break;
    }
    case 'decide': {
      const order = things.of(things.orders, action.order);
      const n = (action.n % (things.sizes.get(order) ?? 1)) + 1;
      const body = decisionBody(order, n, action.outcome, { reason: script.reason() });
      await keep(ask('decide-item', body, moderator), things.restrictions);
      break;
    }
    case 'close': {
      const order = things.of(things.orders, action.order);
      await ask('close-order', { order, as: action.as, reason: script.reason() }, {});
      break;
    }
    default:
      action satisfies never;
  }
}
