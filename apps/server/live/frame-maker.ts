import { isDeepStrictEqual } from 'node:util';
import type { FramePayloads, FrameType, Status } from '#contract';
import {
  everBegan,
  holds,
  ruleOf,
  type Feed,
  type LoggedEvent,
  type Restriction,
  type StoredAccount,
  type StoredPost,
  type Subject,
} from '#domain';
import {
  bindsFrom,
  gateContextRow,
  gateDecision,
  gateDeletion,
  gateNotificationsMerged,
  gateOrder,
  gateTapeNotice,
  judgeAccount,
  judgePost,
  seesAll,
  standsAs,
  type Gated,
  type OrderEvent,
  type Viewpoint,
} from '#visibility';
import { ApartFrom, isTold } from './apart-from.js';
import { belongs, concerns, feedFor, type Audience } from './audience.js';
import { inOrder, shownInside, type GatedFrame } from './gated-frame.js';
import { ConversationFrames } from './conversation-frames.js';
import { NotificationFrames } from './notification-frames.js';
import type { Sight } from './sight.js';
import { searchedTag, streamsToldOf } from './streams.js';
import { changesTape, countedBy, restrictionsAffectedBy, wasDeleted, type Affected } from './affected.js';

/** Why the streams of hashtags are read again: the same whatever it was that changed. */
const CHANGED = 'what it holds has changed';
/** Why a story is read again, where what is restricted now binds at every instant of it. */
const ANOTHER_TAPE = 'its tape is another now';
const NO_TAGS: ReadonlySet<string> = new Set();

/**
 * Makes the frames of some events for one audience. A stream tells of a post what its page would show
 * at the viewpoint; of one that its page leaves out nothing, but to those who were shown it that it goes.
 */
export class FrameMaker {
  /** Why what the audience was shown is to be read again; null where frames say all. */
  resync: string | null = null;
  private readonly frames: GatedFrame[] = [];
  private readonly feed: Feed;
  /** The hashtag of a stream that is searched. */
  private readonly tag: string | null;
  /** Of the hashtags that are touched, those that whose home it is follows; none in other streams. */
  private readonly followed: ReadonlySet<string>;
  private readonly apart: ApartFrom;
  private readonly notifications: NotificationFrames;
  private readonly conversations: ConversationFrames;

  /**
   * @param affected what the events touch, as it is at the viewpoint's instant
   * @param viewpoint what the audience looks from
   * @param sight what is seen from there, made once for all who see the same
   */
  constructor(
    private readonly affected: Affected,
    private readonly audience: Audience,
    private readonly viewpoint: Viewpoint,
    private readonly sight: Sight,
  ) {
    this.feed = feedFor(audience);
    this.tag = searchedTag(audience.stream);
    const own = audience.stream === 'user' ? audience.viewer : null;
    this.followed = affected.followedTags.get(own?.id ?? '') ?? NO_TAGS;
    this.apart = new ApartFrom(affected, audience, this.feed);
    this.notifications = new NotificationFrames(affected, audience, viewpoint, sight, this.apart);
    this.conversations = new ConversationFrames(affected, audience, viewpoint, sight, this.apart);
  }

  /** @param isEnd whether they end what was decided together, which is then told with its number */
  make(events: readonly LoggedEvent[], isEnd: boolean): GatedFrame[] {
    const counted = new Map<string, LoggedEvent>();
    const decisions = new Map<string, { items: number; last: LoggedEvent<'item.decided'> }>();
    for (const event of events) {
      for (const id of countedBy(event, this.affected.page.posts)) counted.set(id, event);
      this.tell(event);
      if (event.type === 'item.decided') {
        const key = `${event.payload.order} ${event.payload.outcome} ${event.at}`;
        decisions.set(key, { items: (decisions.get(key)?.items ?? 0) + 1, last: event });
      }
    }
    for (const [id, event] of counted) this.tellCounts(id, event);
    if (isEnd) for (const { items, last } of decisions.values()) this.tellDecision(last, items);
    this.tellTape(events);
    return inOrder(this.frames);
  }

  private tell(event: LoggedEvent): void {
    switch (event.type) {
      case 'post.published':
      case 'post.reposted':
        this.tellPost(event);
        break;
      case 'post.edited':
        this.tellEdited(event);
        break;
      case 'account.updated':
        this.tellProfile(event);
        break;
      case 'post.deleted':
        // A re-post goes with it; what quotes it no longer shows it.
        for (const id of this.changedWith(event, { type: 'post', id: event.subject }))
          this.tellStatus(event, id, event.at, 'deleted');
        break;
      case 'context.added':
        this.tellContext(event);
        break;
      case 'order.filed':
      case 'order.noticed':
      case 'order.confirmed':
      case 'order.revoked':
      case 'order.expired':
      case 'order.set_aside':
        this.tellOrder(event);
        break;
      default:
        break;
    }
    const { ended, imposed } = restrictionsAffectedBy(event);
    for (const id of ended) this.tellRestriction(event, id, 'ended');
    for (const id of imposed) this.tellRestriction(event, id, 'imposed');
    for (const payload of this.notifications.of(event)) this.push(event, 'notification', payload);
    if (this.notifications.areOthersBy(event))
      this.push(event, 'notifications_merged', gateNotificationsMerged());
    for (const payload of this.conversations.of(event)) this.push(event, 'conversation', payload);
  }

  private tellPost(event: LoggedEvent): void {
    const post = this.postOfStream(event.subject);
    if (post === undefined) return;
    const payload = this.held(post);
    if (payload !== null) this.push(event, 'update', payload);
  }

  /** A post whose words are others now, and what shows it; gone from where it had a hashtag or an addressee no more. */
  private tellEdited(event: LoggedEvent<'post.edited'>): void {
    for (const id of this.changedWith(event, { type: 'post', id: event.subject })) {
      const post = this.postOfStream(id);
      const payload = post === undefined ? null : this.held(post);
      if (payload !== null) this.push(event, 'status.update', payload);
    }
    const was = this.ofStream(this.affected.before.get(event.subject));
    if (was === undefined || !this.sight.wasEntry(was.id, this.standsIn(was).name)) return;
    const post = this.postOfStream(was.id);
    if (post === undefined || this.held(post) === null) this.push(event, 'delete', gateDeletion(was.id));
  }

  /** An account describes itself anew. A place that is searched tells nothing of one that it leaves out. */
  private tellProfile(event: LoggedEvent<'account.updated'>): void {
    const account = this.accountOfStream({ type: 'account', id: event.subject });
    // Blanked, it says what it said.
    if (account !== undefined && isTold(judgeAccount(account, this.viewpoint), this.tag !== null))
      this.push(event, 'account.update', this.sight.account(account));
  }

  /** Whoever plays a scenario's tape is told that it goes on. */
  private tellTape(events: readonly LoggedEvent[]): void {
    if (this.feed.name !== 'scenario') return;
    const { key } = this.feed;
    const last = events.findLast(({ scenario }) => scenario?.id === key);
    if (last !== undefined && key !== null) this.push(last, 'tape', gateTapeNotice(key));
  }

  private tellCounts(id: string, event: LoggedEvent): void {
    const post = this.postOfStream(id);
    if (post === undefined || this.held(post) === null) return;
    const payload = this.sight.counts(post.id);
    if (payload !== null) this.push(event, 'counts', payload);
  }

  /**
   * A withholding reaches those who can already see the post: where it binds first the tombstone,
   * and then everybody is told of it. Lifting does the reverse.
   */
  private tellRestriction(event: LoggedEvent, id: string, what: 'imposed' | 'ended'): void {
    const restriction = this.affected.restrictions.get(id);
    // Lifted before it began: it never changed anything.
    if (restriction === undefined || !everBegan(restriction)) return;
    if (changesTape(this.feed, this.viewpoint.mode, event, restriction, this.affected))
      this.resync = ANOTHER_TAPE;
    // One that was scheduled is told of a little after it began.
    const began = what === 'imposed' ? Math.min(event.at, restriction.from) : event.at;
    if (this.tag !== null && this.isOfWholePlace(restriction, began)) return;
    const { kind, subject } = restriction;
    const isOfFollowed = subject.type === 'hashtag' && this.followed.has(subject.id);
    if (kind === 'limit' && isOfFollowed && !seesAll(this.viewpoint)) this.resync = CHANGED;
    const tells = [
      () => this.tellChanged(event, restriction, began),
      () => this.tellWithheld(event, restriction),
    ];
    for (const tell of what === 'imposed' ? tells : tells.reverse()) tell();
  }

  /**
   * Whether a restriction is of a hashtag, or keeps an account out of hashtags' streams: it is then told
   * by no frame, which would name what the stream leaves out, but to read again. All of them are told so,
   * whoever has written under which.
   */
  private isOfWholePlace({ kind, subject }: Restriction, began: number): boolean {
    if (subject.type === 'hashtag') {
      if (subject.id === this.tag && kind === 'limit' && !seesAll(this.viewpoint)) this.resync = CHANGED;
      return true;
    }
    const account = subject.type === 'account' ? this.affected.accounts.get(subject.id) : undefined;
    if (account === undefined) return false;
    const isKept = (at: number): boolean => {
      const { verdict, leftOut } = judgeAccount(account, this.asOf(at));
      return verdict === 'withheld' || verdict === 'suspended' || leftOut;
    };
    const [was, is] = [isKept(began - 1), isKept(this.viewpoint.at)];
    if (was !== is) this.resync = CHANGED;
    return was || is;
  }

  /** Where a restriction binds, what it is on has changed, and what rests on that; elsewhere nobody notices. */
  private tellChanged(event: LoggedEvent, { kind, countries, subject }: Restriction, began: number): void {
    if (kind === 'withhold' && !bindsFrom(countries, this.viewpoint)) return;
    const account = this.accountOfStream(subject);
    if (account !== undefined) this.push(event, 'account.update', this.sight.account(account));
    for (const id of this.changedWith(event, subject)) this.tellStatus(event, id, began, 'restricted');
  }

  /** A post as it now is; gone where it was held, and is no longer. */
  private tellStatus(event: LoggedEvent, id: string, began: number, how: 'restricted' | 'deleted'): void {
    const post = this.postOfStream(id);
    if (post === undefined) return;
    const payload = this.held(post);
    if (payload !== null) this.push(event, 'status.update', payload);
    else if (this.wasHeld(post, began, how))
      this.push(
        event,
        'delete',
        this.sight.once(`delete ${id}`, () => gateDeletion(id)),
      );
  }

  /**
   * Everybody who sees something is told where it is withheld: also who sees it only inside what quotes it or
   * passes it on. A tombstone shows nothing inside, and so tells of nothing.
   */
  private tellWithheld(event: LoggedEvent, { kind, subject }: Restriction): void {
    if (kind !== 'withhold') return;
    const changed = this.changedWith(event, subject);
    const held = changed.flatMap((id) => {
      const post = this.postOfStream(id);
      const shown = post === undefined ? null : this.held(post);
      return post === undefined || shown === null ? [] : { post, shown: shown.value };
    });
    const inside = held.flatMap(({ shown }) => shownInside(shown));
    const { accounts, page } = this.affected;
    const account = subject.type === 'account' ? accounts.get(subject.id) : undefined;
    const isTold =
      account !== undefined &&
      ((concerns(account, this.audience) && !this.apart.keeps(account.id)) ||
        held.some(({ post }) => post.account.id === account.id) ||
        inside.some((one) => one.account.id === account.id));
    if (isTold) this.push(event, 'withheld', this.sight.accountWithheld(account));
    // A frame about an account is about all its posts, but for those that more is imposed on.
    const ofAccount = account === undefined ? null : this.sight.accountWithheld(account).value.withheld;
    const ids = new Set([...held.map(({ post }) => post.id), ...inside.map(({ id }) => id)]);
    for (const id of new Set([subject.id, ...changed])) {
      const post = ids.has(id) ? page.posts.get(id) : undefined;
      if (post === undefined) continue;
      const notice = this.sight.withheld(post);
      const isSaid = post.account.id === subject.id && isDeepStrictEqual(notice.value.withheld, ofAccount);
      if (!isSaid) this.push(event, 'withheld', notice);
    }
  }

  private tellOrder(event: OrderEvent): void {
    const order = this.affected.orders.get(event.subject);
    if (!this.isTold(event) || order === undefined) return;
    const payload = this.sight.once(`order ${event.id}`, () => gateOrder(event, order));
    this.push(event, 'order', payload);
  }

  private tellDecision(event: LoggedEvent<'item.decided'>, items: number): void {
    if (!this.isTold(event)) return;
    const { order, outcome } = event.payload;
    const all = this.affected.decided.find((one) => one.order === order && one.outcome === outcome);
    const confidential = this.affected.orders.get(order)?.confidential ?? true;
    const payload = this.sight.once(`decision ${event.id}`, () =>
      gateDecision(event, { confidential, items: all?.items ?? items }),
    );
    this.push(event, 'decision', payload);
  }

  private tellContext(event: LoggedEvent<'context.added'>): void {
    const { id, at, payload, provenance, scenario } = event;
    if (!this.isTold(event) || scenario === null) return;
    const row = this.sight.once(`context ${id}`, () =>
      gateContextRow({ id, at, ...payload, provenance, scenario: scenario.id }),
    );
    this.push(event, 'context', row);
  }

  /** Whether the stream is told of an event that is of no post and of no account. */
  private isTold(event: LoggedEvent): boolean {
    return streamsToldOf(event).includes(this.audience.stream);
  }

  /** A post as the stream shows it now; null where it leaves it out, as its page does. */
  private held(post: StoredPost): Gated<Status> | null {
    return this.sight.entry(post.id, this.standsIn(post).name);
  }

  /**
   * Whether the stream showed a post right before something changed. What was deleted before that is
   * not gone by it.
   *
   * @param since when it changed, ms since the epoch
   */
  private wasHeld(post: StoredPost, since: number, how: 'restricted' | 'deleted'): boolean {
    const { posts } = this.affected.page;
    if (how === 'restricted' && wasDeleted(post, posts, since)) return false;
    const { verdict, binding, leftOut } = judgePost(post, posts, this.asOf(since - 1));
    if (verdict === 'absent') return false;
    // That it is deleted is what has just changed.
    const kept = binding.some(({ kind }) => kind === 'suspend')
      ? 'suspended'
      : binding.length > 0
        ? 'withheld'
        : 'full';
    return standsAs({ verdict: kept, leftOut }, ruleOf(this.standsIn(post))) !== 'left out';
  }

  /** The standing that the stream showed at an instant: live, it was told by the restrictions of then. */
  private asOf(at: number): Viewpoint {
    return { ...this.viewpoint, at, now: this.viewpoint.live ? at : this.viewpoint.now };
  }

  /**
   * The posts that change with a post or account: itself, and the recent ones that rest on it. Ids sort
   * as what they name happened: what was posted since has not been shown yet.
   */
  private changedWith(event: LoggedEvent, { type, id }: Subject): string[] {
    const resting = (this.affected.restingOn.get(id) ?? []).filter((one) => one < event.id);
    return type === 'post' ? [id, ...resting] : resting;
  }

  private accountOfStream({ type, id }: Subject): StoredAccount | undefined {
    const account = type === 'account' ? this.affected.accounts.get(id) : undefined;
    if (account === undefined || !concerns(account, this.audience)) return undefined;
    return this.apart.keeps(account.id) ? undefined : account;
  }

  /**
   * A post that its page could hold: a limited hashtag's holds none, and an account's is nothing but the
   * account while that is withheld or suspended.
   */
  private postOfStream(id: string): StoredPost | undefined {
    return this.ofStream(this.affected.page.posts.get(id));
  }

  private ofStream(post: StoredPost | undefined): StoredPost | undefined {
    if (post === undefined || this.feedHolding(post) === null || this.apart.keepsPost(post)) return undefined;
    if (this.tag !== null && this.isLimited(this.tag)) return undefined;
    if (this.feed.name !== 'account') return post;
    const { verdict } = judgeAccount(post.account, this.viewpoint);
    return verdict === 'withheld' || verdict === 'suspended' ? undefined : post;
  }

  /** The feed of the stream that holds a post, by whose rule it stands; null where none does. */
  private feedHolding(post: StoredPost): Feed | null {
    if (belongs(post, this.audience)) return this.feed;
    const beside: Feed = { name: 'followed_tags', key: this.feed.key };
    return holds(beside, post, { has: (tag) => this.followed.has(tag) && !this.isLimited(tag) })
      ? beside
      : null;
  }

  private standsIn(post: StoredPost): Feed {
    return this.feedHolding(post) ?? this.feed;
  }

  /** A limited hashtag holds nothing, but for those who see all. */
  private isLimited(tag: string): boolean {
    return this.affected.limitedTags.has(tag) && !seesAll(this.viewpoint);
  }

  private push<K extends FrameType>(event: LoggedEvent, type: K, payload: Gated<FramePayloads[K]>): void {
    const { seq, at } = event;
    const frame = { seq, at: new Date(at).toISOString(), stream: this.audience.stream, type, payload };
    this.frames.push(frame as GatedFrame);
  }
}
