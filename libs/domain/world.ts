import type { NewEvent } from './events.js';
import { binds, type ItemOutcome, type OrderStatus } from './orders.js';
import { restrictionOf, type Restriction, type Subject } from './restrictions.js';
import { NEVER, scheduledBy, type Scheduled, type ScheduleEntry } from './schedule.js';
import type { VenueId } from './venues.js';

export interface AccountState {
  id: string;
  venue: VenueId;
  handle: string;
  kind: 'person' | 'body' | 'stand_in';
  scenario: string | null;
}

export interface PostState {
  id: string;
  account: string;
  venue: VenueId;
  visibility: 'public' | 'unlisted';
  in_reply_to: string | null;
  repost_of: string | null;
  quote_of: string | null;
  deleted: boolean;
}

export interface AuthorityState {
  id: string;
  /** Whose it is: of a person who files orders here; null for a scenario's. */
  account: string | null;
  scenario: string | null;
}

export interface OrderState {
  id: string;
  authority: string;
  venue: VenueId;
  countries: string[];
  confidential: boolean;
  status: OrderStatus;
  /** How many items it has; they are numbered from 1. */
  size: number;
  scenario: string | null;
}

export interface ItemState {
  subject: Subject | null;
  /** The latest decision's; null while the item is open. */
  outcome: ItemOutcome | null;
  /** The restriction that decision imposed and that still holds. */
  restriction: string | null;
}

/** A Map over another: reads fall through, writes stay until they are merged down. */
class Layer<V> {
  private readonly own = new Map<string, V>();

  constructor(private readonly below: Layer<V> | null) {}

  get(key: string): V | undefined {
    return this.own.get(key) ?? this.below?.get(key);
  }

  set(key: string, value: V): void {
    this.own.set(key, value);
  }

  mergeDown(): void {
    if (this.below === null) return;
    for (const [key, value] of this.own) this.below.own.set(key, value);
  }
}

/** What came of a request that a client sends again under the same key. */
export interface KeptAnswer {
  /** What it was about. */
  subject: string;
  /** Of what was asked for; null where that was not kept. */
  digest: string | null;
}

/**
 * What deciding needs to know: the part of the present that some commands touch, loaded before
 * they are decided and kept up with each event as it is decided. Relations are keyed by
 * `pairKey(actor, subject)`.
 */
export class World {
  readonly accounts: Layer<AccountState>;
  /** Account ids by `handleKey`. */
  readonly handles: Layer<string>;
  readonly posts: Layer<PostState>;
  /** What each of an account's replies that were answered is in reply to, by the account's id. */
  readonly answeredReplies: Layer<ReadonlyMap<string, string>>;
  readonly likes: Layer<boolean>;
  readonly follows: Layer<boolean>;
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
  /** What came of a client's idempotency key, by `pairKey(actor, key)`. */
  readonly idempotency: Layer<KeptAnswer>;

  constructor(private readonly below: World | null = null) {
    this.accounts = new Layer(below?.accounts ?? null);
    this.handles = new Layer(below?.handles ?? null);
    this.posts = new Layer(below?.posts ?? null);
    this.answeredReplies = new Layer(below?.answeredReplies ?? null);
    this.likes = new Layer(below?.likes ?? null);
    this.follows = new Layer(below?.follows ?? null);
    this.reposts = new Layer(below?.reposts ?? null);
    this.restrictions = new Layer(below?.restrictions ?? null);
    this.restrictionsOf = new Layer(below?.restrictionsOf ?? null);
    this.authorities = new Layer(below?.authorities ?? null);
    this.authoritiesOf = new Layer(below?.authoritiesOf ?? null);
    this.orders = new Layer(below?.orders ?? null);
    this.ordersByExternalId = new Layer(below?.ordersByExternalId ?? null);
    this.items = new Layer(below?.items ?? null);
    this.schedule = new Layer(below?.schedule ?? null);
    this.scenarios = new Layer(below?.scenarios ?? null);
    this.idempotency = new Layer(below?.idempotency ?? null);
  }

  /** A world over this one, for commands that stand or fall together: `keep` it, or let it go. */
  fork(): World {
    return new World(this);
  }

  /** Writes what happened in this fork into the world below. */
  keep(): void {
    if (this.below === null) return;
    for (const layer of Object.values(this)) if (layer instanceof Layer) layer.mergeDown();
  }

  /** Every restriction known on a subject, in force or not. */
  restrictionsOn(subject: Subject): Restriction[] {
    const ids = this.restrictionsOf.get(subjectKey(subject)) ?? [];
    return ids.flatMap((id) => this.restrictions.get(id) ?? []);
  }

  /** When something comes about by the clock, ms since the epoch; `NEVER` where it has or will not. */
  dueAt(what: Scheduled, subject: string): number {
    return this.schedule.get(pairKey(what, subject)) ?? NEVER;
  }

  /** Puts something on the schedule, as loaded or as scheduled, or with `NEVER` takes it off. */
  addToSchedule({ what, subject, at }: ScheduleEntry): void {
    this.schedule.set(pairKey(what, subject), at);
  }

  /** Notes that a post was answered, as loaded or as published; of one that is no reply there is nothing to note. */
  addAnswered({ id, account, in_reply_to }: Pick<PostState, 'id' | 'account' | 'in_reply_to'>): void {
    if (in_reply_to === null) return;
    const known = this.answeredReplies.get(account);
    if (known?.has(id) !== true) this.answeredReplies.set(account, new Map(known).set(id, in_reply_to));
  }

  /** Makes an authority known, as loaded or as registered. */
  addAuthority(authority: AuthorityState): void {
    this.authorities.set(authority.id, authority);
    if (authority.account !== null) this.authoritiesOf.set(authority.account, authority.id);
  }

  /** Makes a restriction known, as loaded or as imposed. */
  addRestriction(restriction: Restriction): void {
    this.restrictions.set(restriction.id, restriction);
    const key = subjectKey(restriction.subject);
    const ids = this.restrictionsOf.get(key) ?? [];
    if (!ids.includes(restriction.id)) this.restrictionsOf.set(key, [...ids, restriction.id]);
  }
}

export function pairKey(actor: string, subject: string): string {
  return `${actor} ${subject}`;
}

export function handleKey(venue: VenueId, handle: string): string {
  return `${handle.toLowerCase()}@${venue}`;
}

export function subjectKey(subject: Subject): string {
  return `${subject.type} ${subject.id}`;
}

export function itemKey(order: string, n: number): string {
  return `${order} ${n}`;
}

export function externalKey(authority: string, externalId: string): string {
  return `${authority} ${externalId}`;
}

function end(world: World, restriction: string | null, at: number): void {
  const known = restriction === null ? undefined : world.restrictions.get(restriction);
  if (known !== undefined)
    world.restrictions.set(known.id, { ...known, until: Math.min(at, known.until ?? at) });
}

/** Folds what happened into what is known, so that the next command is decided on it. */
export function evolve(world: World, event: NewEvent): void {
  const { id, at, subject } = event;
  for (const entry of scheduledBy(event)) world.addToSchedule(entry);
  switch (event.type) {
    case 'account.opened': {
      const { handle, kind } = event.payload;
      const venue = event.venue ?? 'home';
      world.accounts.set(id, { id, venue, handle, kind, scenario: event.scenario?.id ?? null });
      world.handles.set(handleKey(venue, handle), id);
      break;
    }
    case 'account.followed':
      world.follows.set(pairKey(event.actor ?? '', subject), true);
      break;
    case 'account.unfollowed':
      world.follows.set(pairKey(event.actor ?? '', subject), false);
      break;
    case 'post.published': {
      const { visibility, in_reply_to, quote_of } = event.payload;
      const venue = event.venue ?? 'home';
      const account = event.actor ?? '';
      world.posts.set(id, {
        id,
        account,
        venue,
        visibility,
        in_reply_to,
        quote_of,
        repost_of: null,
        deleted: false,
      });
      const answered = in_reply_to === null ? undefined : world.posts.get(in_reply_to);
      if (answered !== undefined) world.addAnswered(answered);
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
        in_reply_to: null,
        quote_of: null,
        repost_of: of,
        deleted: false,
      });
      world.reposts.set(pairKey(account, of), id);
      break;
    }
    case 'post.deleted': {
      const post = world.posts.get(subject);
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
        venue: event.venue ?? 'home',
        countries,
        confidential,
        status: 'in_force',
        size: items.length,
        scenario: event.scenario?.id ?? null,
      });
      for (const item of items) {
        world.items.set(itemKey(id, item.n), { subject: item.subject, outcome: null, restriction: null });
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
      const item = world.items.get(itemKey(order, n));
      if (item === undefined) break;
      world.items.set(itemKey(order, n), { ...item, outcome, restriction: imposes === null ? null : id });
      if (imposes !== null) {
        const confidential = world.orders.get(order)?.confidential ?? false;
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
    case 'scenario.opened':
      world.scenarios.set(subject, false);
      break;
    case 'scenario.loaded':
      world.scenarios.set(subject, true);
      break;
    case 'restriction.started':
    case 'restriction.expired':
      // Its interval has said so from the beginning.
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
  const known = world.orders.get(order);
  if (known !== undefined && binds(known.status)) world.orders.set(order, { ...known, status });
}
