import { isForSome } from './audience.js';
import { timeOfId } from './ids.js';
import { readText } from './text.js';
import type { NewEvent, Profile, Words } from './events.js';
import type { Needs } from './needs.js';
import { orderBinds, type OrderStatus } from './orders.js';
import type { Role } from './ranks.js';
import { restrictionOf, type Restriction, type Subject } from './restrictions.js';
import { NEVER, scheduledBy, type Scheduled, type ScheduleEntry } from './schedule.js';
import { externalKey, firstOf, handleKey, itemKey, pairKey, secondOf, subjectKey } from './world-keys.js';
import { Layer } from './world-layer.js';
import type { AccountState, AuthorityState, ItemState, OrderState, PostState } from './world-states.js';

export { NotLoaded } from './world-layer.js';
export type * from './world-states.js';

/** Says of each part of a world, and a key, whether it is known once some needs are loaded. */
const LOADED = {
  accounts: (needs, key) => needs.accounts.has(key),
  handles: (needs, key) => needs.handles.has(key),
  profiles: (needs, key) => needs.profiles.has(key),
  roles: (needs, key) => needs.ranks && needs.accounts.has(key),
  posts: (needs, key) => needs.posts.has(key),
  words: (needs, key) => needs.words.has(key),
  answeredReplies: (needs, key) => needs.answeredRepliesOf.has(key),
  likes: (needs, key) => needs.likes.has(key),
  follows: (needs, key) => needs.follows.has(key),
  followRequests: (needs, key) => needs.followRequests.has(key),
  blocks: (needs, key) => needs.blocks.has(key) || needs.blocks.has(pairKey(secondOf(key), firstOf(key))),
  reposts: (needs, key) => needs.reposts.has(key),
  restrictions: (needs, key) => needs.restrictions.has(key),
  restrictionsOf: (needs, key) =>
    needs.byPeople && (needs.accounts.has(secondOf(key)) || needs.posts.has(secondOf(key))),
  authorities: (needs, key) => needs.authorities.has(key),
  authoritiesOf: (needs, key) => needs.authoritiesOf.has(key),
  orders: (needs, key) => needs.orders.has(key),
  ordersByExternalId: (needs, key) => needs.externalIds.has(secondOf(key)),
  items: (needs, key) => needs.items.has(key) || needs.wholeOrders.has(firstOf(key)),
  schedule: (needs, key) => needs.orders.has(secondOf(key)) || needs.restrictions.has(secondOf(key)),
  scenarios: (needs, key) => needs.scenarios.has(key),
  idempotency: (needs, key) => needs.idempotency.has(key),
} satisfies Record<string, (needs: Needs, key: string) => boolean>;
/** The result of a request, kept for a client that sends it again under the same idempotency key. */
export interface KeptAnswer {
  /** The id of the thing that the request was about. */
  subject: string;
  /** A digest of the request; null where none was kept. */
  digest: string | null;
}

/**
 * The state that commands are decided on: the part of the present that some commands touch, loaded
 * before they are decided and updated with each event as it is decided. Relations are keyed by
 * `pairKey(actor, subject)`.
 */
export class World {
  readonly accounts: Layer<AccountState>;
  /** Account ids by `handleKey`. */
  readonly handles: Layer<string>;
  /** Profiles as they are now, by account id. */
  readonly profiles: Layer<Profile>;
  /** Roles of the accounts that somebody signs in with, by account id. */
  readonly roles: Layer<Role>;
  readonly posts: Layer<PostState>;
  /** The words of posts as they are now, by post id; none of a re-post. */
  readonly words: Layer<Words>;
  /** By account id: those of its replies that were answered, each with the post that it replies to. */
  readonly answeredReplies: Layer<ReadonlyMap<string, string>>;
  readonly likes: Layer<boolean>;
  readonly follows: Layer<boolean>;
  /** Whether an account waits to be let follow another. */
  readonly followRequests: Layer<boolean>;
  /** Whether an account blocks another: private state, as it is in the transaction that writes. */
  readonly blocks: Layer<boolean>;
  /** The id of an actor's standing re-post of a post; `''` where it was undone. */
  readonly reposts: Layer<string>;
  readonly restrictions: Layer<Restriction>;
  /** Ids of the restrictions on a subject, by `subjectKey`. */
  readonly restrictionsOf: Layer<string[]>;
  readonly authorities: Layer<AuthorityState>;
  /** Authority ids by the account that files as them. */
  readonly authoritiesOf: Layer<string>;
  readonly orders: Layer<OrderState>;
  /** Order ids by `externalKey`. */
  readonly ordersByExternalId: Layer<string>;
  /** Items by `itemKey`. */
  readonly items: Layer<ItemState>;
  /** When something comes about by the clock, ms since the epoch, by `pairKey(what, subject)`. */
  readonly schedule: Layer<number>;
  /** Whether a scenario is loaded, by id. */
  readonly scenarios: Layer<boolean>;
  /** The results kept under clients' idempotency keys, by `pairKey(actor, key)`. */
  readonly idempotency: Layer<KeptAnswer>;

  /**
   * @param needs the needs that were loaded into it; null where it holds everything there is
   */
  constructor(
    private readonly needs: Needs | null = null,
    private readonly below: World | null = null,
  ) {
    const layer = <V>(name: keyof typeof LOADED, over: Layer<V> | undefined): Layer<V> =>
      new Layer(name, over ?? null, (key) => needs === null || LOADED[name](needs, key));
    this.accounts = layer('accounts', below?.accounts);
    this.handles = layer('handles', below?.handles);
    this.profiles = layer('profiles', below?.profiles);
    this.roles = layer('roles', below?.roles);
    this.posts = layer('posts', below?.posts);
    this.words = layer('words', below?.words);
    this.answeredReplies = layer('answeredReplies', below?.answeredReplies);
    this.likes = layer('likes', below?.likes);
    this.follows = layer('follows', below?.follows);
    this.followRequests = layer('followRequests', below?.followRequests);
    this.blocks = layer('blocks', below?.blocks);
    this.reposts = layer('reposts', below?.reposts);
    this.restrictions = layer('restrictions', below?.restrictions);
    this.restrictionsOf = layer('restrictionsOf', below?.restrictionsOf);
    this.authorities = layer('authorities', below?.authorities);
    this.authoritiesOf = layer('authoritiesOf', below?.authoritiesOf);
    this.orders = layer('orders', below?.orders);
    this.ordersByExternalId = layer('ordersByExternalId', below?.ordersByExternalId);
    this.items = layer('items', below?.items);
    this.schedule = layer('schedule', below?.schedule);
    this.scenarios = layer('scenarios', below?.scenarios);
    this.idempotency = layer('idempotency', below?.idempotency);
  }

  /** A world over this one, for commands that succeed or fail together: `keep` it, or discard it. */
  fork(): World {
    return new World(this.needs, this);
  }

  /** Writes the changes of this fork into the world below. */
  keep(): void {
    if (this.below === null) return;
    for (const layer of Object.values(this)) if (layer instanceof Layer) layer.mergeDown();
  }

  /** Every restriction known on a subject, in force or not. */
  restrictionsOn(subject: Subject): Restriction[] {
    const ids = this.restrictionsOf.get(subjectKey(subject)) ?? [];
    return ids.flatMap((id) => this.restrictions.get(id) ?? []);
  }

  /**
   * Whether a post is for an account: for everybody, its own, one that it mentions or, if it is for its author’s
   * followers, one of these as of now. Whoever took a handle later was not meant.
   */
  isFor(post: PostState, account: string): boolean {
    if (!isForSome(post.visibility) || post.account === account) return true;
    const known = this.accounts.known(account);
    if (known === undefined) return false;
    const isMentioned = post.mentions.includes(handleKey(known.venue, known.handle));
    if (isMentioned && timeOfId(account) <= timeOfId(post.id)) return true;
    return post.visibility === 'private' && this.follows.known(pairKey(account, post.account)) === true;
  }

  /** The owner of a subject: an account itself, a post's author; null for a hashtag or an unknown post. */
  ownerOf({ type, id }: Subject): string | null {
    if (type === 'account') return id;
    return type === 'post' ? (this.posts.get(id)?.account ?? null) : null;
  }

  /** When something is due by the clock, ms since the epoch; `NEVER` where it has happened or will not. */
  dueAt(what: Scheduled, subject: string): number {
    return this.schedule.get(pairKey(what, subject)) ?? NEVER;
  }

  /** Puts something on the schedule, when loaded or when scheduled; with `NEVER` takes it off. */
  addToSchedule({ what, subject, at }: ScheduleEntry): void {
    this.schedule.set(pairKey(what, subject), at);
  }

  /** Notes that a post was answered, when loaded or when published; only a post that is a reply is noted. */
  addAnswered({
    id,
    account,
    in_reply_to,
    visibility,
  }: Pick<PostState, 'id' | 'account' | 'in_reply_to' | 'visibility'>): void {
    // Once it is erased, nobody can tell any more whom it was for.
    if (in_reply_to === null || isForSome(visibility)) return;
    const known = this.answeredReplies.known(account);
    if (known?.has(id) !== true) this.answeredReplies.set(account, new Map(known).set(id, in_reply_to));
  }

  /** Adds an authority, when loaded or when registered. */
  addAuthority(authority: AuthorityState): void {
    this.authorities.set(authority.id, authority);
    if (authority.account !== null) this.authoritiesOf.set(authority.account, authority.id);
  }

  /** Adds a restriction, when loaded or when imposed. */
  addRestriction(restriction: Restriction): void {
    this.restrictions.set(restriction.id, restriction);
    const key = subjectKey(restriction.subject);
    const ids = this.restrictionsOf.known(key) ?? [];
    if (!ids.includes(restriction.id)) this.restrictionsOf.set(key, [...ids, restriction.id]);
  }
}

function end(world: World, restriction: string | null, at: number): void {
  const known = restriction === null ? undefined : world.restrictions.known(restriction);
  if (known !== undefined)
    world.restrictions.set(known.id, { ...known, until: Math.min(at, known.until ?? at) });
}

function setEnd(world: World, restriction: string, at: number, to: string | null): void {
  const known = world.restrictions.known(restriction);
  if (known === undefined) return;
  const until = to === null ? null : Date.parse(to);
  world.restrictions.set(known.id, { ...known, until, changes: [...(known.changes ?? []), { at, until }] });
}

/** Folds an event into the world, so that the next command is decided on it. */
export function evolve(world: World, event: NewEvent): void {
  const { id, at, subject } = event;
  for (const entry of scheduledBy(event)) world.addToSchedule(entry);
  switch (event.type) {
    case 'account.opened': {
      const { handle, kind } = event.payload;
      const venue = event.venue ?? 'home';
      world.accounts.set(id, { id, venue, handle, kind, scenario: event.scenario?.id ?? null });
      world.handles.set(handleKey(venue, handle), id);
      const { display_name, note } = event.payload;
      world.profiles.set(id, { display_name, note, bot: false, locked: false, fields: [] });
      break;
    }
    case 'account.updated':
      world.profiles.set(subject, event.payload);
      break;
    case 'account.followed':
      world.follows.set(pairKey(event.actor ?? '', subject), true);
      world.followRequests.set(pairKey(event.actor ?? '', subject), false);
      break;
    case 'account.follow_requested':
      world.followRequests.set(pairKey(event.actor ?? '', subject), true);
      break;
    case 'account.follow_withdrawn':
      world.followRequests.set(pairKey(event.actor ?? '', subject), false);
      break;
    case 'account.follow_rejected':
      world.followRequests.set(pairKey(subject, event.actor ?? ''), false);
      break;
    case 'account.unfollowed':
      world.follows.set(pairKey(event.actor ?? '', subject), false);
      break;
    case 'post.published': {
      const { visibility, in_reply_to, quote_of, text } = event.payload;
      const venue = event.venue ?? 'home';
      const account = event.actor ?? '';
      world.posts.set(id, {
        id,
        account,
        venue,
        visibility,
        mentions: isForSome(visibility) ? readText(text, venue).mentions : [],
        in_reply_to,
        quote_of,
        repost_of: null,
        deleted: false,
      });
      const { language, spoiler_text, sensitive } = event.payload;
      world.words.set(id, { text, language, spoiler_text, sensitive });
      const answered = in_reply_to === null ? undefined : world.posts.known(in_reply_to);
      if (answered !== undefined) world.addAnswered(answered);
      break;
    }
    case 'post.edited': {
      world.words.set(subject, event.payload);
      const post = world.posts.known(subject);
      if (post !== undefined && isForSome(post.visibility))
        world.posts.set(subject, { ...post, mentions: readText(event.payload.text, post.venue).mentions });
      break;
    }
    case 'post.reposted': {
      const { of, visibility } = event.payload;
      const venue = event.venue ?? 'home';
      const account = event.actor ?? '';
      world.posts.set(id, {
        id,
        account,
        venue,
        visibility,
        mentions: [],
        in_reply_to: null,
        quote_of: null,
        repost_of: of,
        deleted: false,
      });
      world.reposts.set(pairKey(account, of), id);
      break;
    }
    case 'post.deleted': {
      const post = world.posts.known(subject);
      if (post === undefined) break;
      world.posts.set(subject, { ...post, deleted: true });
      if (post.repost_of !== null) world.reposts.set(pairKey(post.account, post.repost_of), '');
      break;
    }
    case 'post.liked':
      world.likes.set(pairKey(event.actor ?? '', subject), true);
      break;
    case 'post.unliked':
      world.likes.set(pairKey(event.actor ?? '', subject), false);
      break;
    case 'authority.registered':
      world.addAuthority({ id, account: event.actor, scenario: event.scenario?.id ?? null });
      break;
    case 'order.filed': {
      const { authority, countries, confidential, items, external_id } = event.payload;
      world.orders.set(id, {
        id,
        authority,
        filer: world.authorities.known(authority)?.account ?? null,
        venue: event.venue ?? 'home',
        countries,
        confidential,
        status: 'in_force',
        size: items.length,
        scenario: event.scenario?.id ?? null,
      });
      for (const item of items) {
        const { n, subject } = item;
        const owner = subject === null ? null : world.ownerOf(subject);
        world.items.set(itemKey(id, n), { subject, owner, outcome: null, restriction: null });
      }
      if (external_id !== null) world.ordersByExternalId.set(externalKey(authority, external_id), id);
      break;
    }
    case 'order.confirmed':
      setStatus(world, subject, 'confirmed');
      break;
    case 'order.revoked':
    case 'order.expired':
    case 'order.set_aside':
      setStatus(
        world,
        subject,
        event.type === 'order.revoked' ? 'revoked' : event.type === 'order.expired' ? 'expired' : 'set_aside',
      );
      for (const restriction of event.payload.lifts) end(world, restriction, at);
      break;
    case 'item.decided': {
      const { order, n, outcome, lifts, imposes } = event.payload;
      end(world, lifts, at);
      const item = world.items.known(itemKey(order, n));
      if (item === undefined) break;
      world.items.set(itemKey(order, n), { ...item, outcome, restriction: imposes === null ? null : id });
      if (imposes !== null) {
        const confidential = world.orders.known(order)?.confidential ?? false;
        world.addRestriction(restrictionOf(id, imposes, { id: order, n }, confidential));
      }
      break;
    }
    case 'restriction.imposed':
      world.addRestriction(restrictionOf(id, event.payload, null, false));
      break;
    case 'restriction.lifted':
      end(world, subject, at);
      break;
    case 'restriction.changed':
      setEnd(world, subject, at, event.payload.until);
      break;
    case 'scenario.opened':
      world.scenarios.set(subject, false);
      break;
    case 'scenario.loaded':
      world.scenarios.set(subject, true);
      break;
    case 'restriction.started':
    case 'restriction.expired':
      // The restriction's interval has held this from the beginning.
      break;
    case 'account.erased':
    case 'account.warned':
    case 'order.noticed':
    case 'context.added':
    case 'trend.observed':
      // Nothing is decided on these; an erased account is gone from the next world that is loaded.
      break;
    default:
      event satisfies never;
  }
}

function setStatus(world: World, order: string, status: OrderStatus): void {
  const known = world.orders.known(order);
  if (known !== undefined && orderBinds(known.status)) world.orders.set(order, { ...known, status });
}
