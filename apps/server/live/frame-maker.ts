import type { Frame, FramePayloads, FrameType } from '#contract';
import {
  everBegan,
  type LoggedEvent,
  type Restriction,
  type StoredAccount,
  type StoredNotification,
  type StoredPost,
  type Subject,
} from '#domain';
import {
  bindsFrom,
  gateContextRow,
  gateDecision,
  gateDeletion,
  gateNotification,
  gateOrder,
  judgePost,
  seesAll,
  type Gate,
  type Gated,
  type Place,
  type Viewpoint,
} from '#visibility';
import { belongs, concerns, type Audience } from './audience.js';
import { countedBy, notificationKey, restrictionsTouchedBy, type Touched } from './touched.js';

/** A frame whose payload has been through the gate. */
export type GatedFrame = {
  [K in FrameType]: Omit<Extract<Frame, { type: K }>, 'payload'> & { payload: Gated<FramePayloads[K]> };
}[FrameType];

/** Makes the frames of some events for one audience. */
export class FrameMaker {
  private readonly frames: GatedFrame[] = [];
  private readonly viewpoint: Viewpoint;

  constructor(
    private readonly gate: Gate,
    private readonly touched: Touched,
    private readonly audience: Audience,
    now: number,
    mode: Viewpoint['mode'],
  ) {
    const { from, basis, language, viewer } = audience;
    this.viewpoint = {
      at: now,
      live: true,
      now,
      from,
      basis,
      mode,
      viewer: viewer ?? (audience.class === 'moderator' ? { id: '', role: 'moderator' } : null),
      asPublic: false,
      language,
    };
  }

  make(events: readonly LoggedEvent[]): GatedFrame[] {
    const counted = new Map<string, LoggedEvent>();
    const decisions = new Map<string, { items: number; last: LoggedEvent<'item.decided'> }>();
    for (const event of events) {
      for (const id of countedBy(event, this.touched.page.posts)) counted.set(id, event);
      this.tell(event);
      if (event.type === 'item.decided') {
        const key = `${event.payload.order} ${event.payload.outcome} ${event.at}`;
        decisions.set(key, { items: (decisions.get(key)?.items ?? 0) + 1, last: event });
      }
    }
    for (const [id, event] of counted) this.tellCounts(id, event);
    for (const { items, last } of decisions.values()) this.tellDecision(last, items);
    return inOrder(this.frames);
  }

  private tell(event: LoggedEvent): void {
    switch (event.type) {
      case 'post.published':
      case 'post.reposted':
        this.tellPost(event);
        break;
      case 'post.deleted':
        // A re-post goes with it; what quotes it no longer shows it.
        for (const id of this.changedWith(event, { type: 'post', id: event.subject }))
          this.tellStatus(event, id, event.at);
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
    const { ended, imposed } = restrictionsTouchedBy(event);
    for (const id of ended) this.tellRestriction(event, id, 'ended');
    for (const id of imposed) this.tellRestriction(event, id, 'imposed');
    if (this.audience.stream !== 'user') return;
    for (const id of ended) this.notify(event, id, 'ended');
    for (const id of imposed) this.notify(event, id, 'imposed');
    if (event.type === 'account.warned') this.tellWarning(event);
  }

  /** Whoever it is on is told what was done, beside what it changed. */
  private notify(event: LoggedEvent, id: string, what: 'imposed' | 'ended'): void {
    const told = this.touched.notifications.get(notificationKey(id, what));
    if (told !== undefined) this.pushNotification(event, told);
  }

  private tellWarning(event: LoggedEvent<'account.warned'>): void {
    const { id, subject, payload } = event;
    this.pushNotification(event, {
      id,
      type: 'moderation_warning',
      account: subject,
      restriction: null,
      text: payload.text,
    });
  }

  private pushNotification(event: LoggedEvent, told: StoredNotification): void {
    const { accounts, page } = this.touched;
    const account = accounts.get(told.account) ?? page.posts.get(told.restriction?.subject.id ?? '')?.account;
    if (account === undefined) return;
    const shown = this.gate.accountEntry(account, this.viewpoint);
    const payload = gateNotification(told, shown, this.viewpoint);
    if (payload !== null) this.push(event, 'notification', payload);
  }

  private tellPost(event: LoggedEvent): void {
    const post = this.postOfStream(event.subject);
    if (post === undefined) return;
    // As on a tag's page: what is withheld is left out, since its tags are withheld with it.
    const payload = this.gate.entry(this.touched.page, post.id, this.viewpoint, this.place);
    if (payload !== null && !this.isLeftOut(post)) this.push(event, 'update', payload);
    else if (this.onHashtag) this.audience.leftOut?.add(post.id);
  }

  private tellCounts(id: string, event: LoggedEvent): void {
    const post = this.postOfStream(id);
    if (post === undefined || this.isLeftOut(post)) return;
    const payload = this.gate.counts(this.touched.page, post.id, this.viewpoint);
    if (payload !== null) this.push(event, 'counts', payload);
  }

  /**
   * A withholding reaches those who can already see the post: where it binds first the tombstone,
   * and then everybody is told of it. Lifting does the reverse.
   */
  private tellRestriction(event: LoggedEvent, id: string, what: 'imposed' | 'ended'): void {
    const restriction = this.touched.restrictions.get(id);
    if (restriction === undefined || restriction.kind === 'limit') return;
    // Lifted before it began: it never changed anything.
    if (!everBegan(restriction)) return;
    // One that was scheduled is told of a little after it began.
    const began = what === 'imposed' ? Math.min(event.at, restriction.from) : event.at;
    const tells = [
      () => this.tellChanged(event, restriction, began),
      () => this.tellWithheld(event, restriction, began),
    ];
    for (const tell of what === 'imposed' ? tells : tells.reverse()) tell();
  }

  /** Where a restriction binds, what it is on has changed, and what rests on that; elsewhere nobody notices. */
  private tellChanged(event: LoggedEvent, { kind, countries, subject }: Restriction, began: number): void {
    if (kind === 'withhold' && !bindsFrom(countries, this.viewpoint)) return;
    const account = this.accountOfStream(subject);
    if (account !== undefined)
      this.push(event, 'account.update', this.gate.accountEntry(account, this.viewpoint));
    for (const id of this.changedWith(event, subject)) this.tellStatus(event, id, began);
  }

  /** A post as it now is; gone where it is suspended. */
  private tellStatus(event: LoggedEvent, id: string, began: number): void {
    const post = this.seenOfStream(id, began);
    if (post === undefined) return;
    const payload = this.gate.entry(this.touched.page, id, this.viewpoint);
    if (payload === null) this.push(event, 'delete', gateDeletion(id));
    // Nor does what is left out come in by what became of what it quotes.
    else if (!payload.value.tombstone && this.isLeftOut(post)) return;
    else this.push(event, 'status.update', payload);
  }

  private tellWithheld(event: LoggedEvent, { kind, subject }: Restriction, began: number): void {
    if (kind !== 'withhold') return;
    const account = this.accountOfStream(subject);
    if (account !== undefined) {
      this.push(event, 'withheld', this.gate.accountWithheldNotice(account, this.viewpoint));
    }
    for (const id of this.changedWith(event, subject)) {
      const post = this.seenOfStream(id, began);
      // What is said of an account is said of all its posts.
      if (post === undefined || post.account.id === subject.id) continue;
      this.push(event, 'withheld', this.gate.withheldNotice(post, this.touched.page.posts, this.viewpoint));
    }
  }

  private tellOrder(
    event: LoggedEvent<
      | 'order.filed'
      | 'order.noticed'
      | 'order.confirmed'
      | 'order.revoked'
      | 'order.expired'
      | 'order.set_aside'
    >,
  ): void {
    const order = this.touched.orders.get(event.subject);
    if (this.audience.stream !== 'public' || order === undefined) return;
    const payload = gateOrder({
      id: event.subject,
      confidential: order.confidential,
      title: order.title,
      what: event.type.slice('order.'.length),
      text: event.type === 'order.noticed' ? event.payload.text : event.payload.reason,
      items: order.size,
      scenario: event.scenario?.id ?? null,
      provenance: event.provenance,
    });
    this.push(event, 'order', payload);
  }

  private tellDecision(event: LoggedEvent<'item.decided'>, items: number): void {
    if (this.audience.stream !== 'public') return;
    const { order, outcome, reason } = event.payload;
    const payload = gateDecision({
      id: order,
      confidential: this.touched.orders.get(order)?.confidential ?? true,
      outcome,
      reason,
      items,
      scenario: event.scenario?.id ?? null,
      provenance: event.provenance,
    });
    this.push(event, 'decision', payload);
  }

  private tellContext(event: LoggedEvent<'context.added'>): void {
    if (this.audience.stream !== 'public' || event.scenario === null) return;
    const { id, at, payload, provenance } = event;
    this.push(
      event,
      'context',
      gateContextRow({ id, at, ...payload, provenance, scenario: event.scenario.id }),
    );
  }

  private get onHashtag(): boolean {
    return this.audience.stream.startsWith('hashtag:');
  }

  /** What of a list its stream is. */
  private get place(): Place {
    const { stream } = this.audience;
    if (this.onHashtag) return 'search';
    return stream === 'user' || stream.startsWith('account:') ? 'list' : 'public';
  }

  /** Whether a post is kept out of the stream: its hashtag is limited, or something that the post is made of. */
  private isLeftOut(post: StoredPost): boolean {
    if (this.place === 'list' || seesAll(this.viewpoint)) return false;
    const { stream } = this.audience;
    if (this.onHashtag && this.touched.limitedTags.has(stream.slice('hashtag:'.length))) return true;
    return this.isLimited(post, this.viewpoint.at);
  }

  private isLimited(post: StoredPost, at: number): boolean {
    return judgePost(post, this.touched.page.posts, { ...this.viewpoint, at, now: at }).leftOut;
  }

  /**
   * A post of the stream that may have been shown on it. Of one that a hashtag's stream has left out,
   * and that was kept from it right before as it is now, nothing is told there: it would tell the tag.
   *
   * @param since when what is told of began, ms since the epoch
   */
  private seenOfStream(id: string, since: number): StoredPost | undefined {
    const post = this.postOfStream(id);
    if (post === undefined || this.place === 'list') return post;
    // What was limited when it was posted, and is, never came there.
    if (this.isLimited(post, post.at) && this.isLimited(post, this.viewpoint.at)) return undefined;
    if (!this.onHashtag) return post;
    if (this.audience.leftOut?.has(id) === true) return undefined;
    const isKept = (at: number): boolean => {
      const then = { ...this.viewpoint, at, now: at };
      const { verdict, binding } = judgePost(post, this.touched.page.posts, then);
      return verdict === 'absent' || binding.length > 0;
    };
    return isKept(this.viewpoint.at) && isKept(since - 1) ? undefined : post;
  }

  /**
   * The posts that change with a post or account: itself, and the recent ones that rest on it. Ids sort
   * as what they name happened: what was posted since has not been shown yet.
   */
  private changedWith(event: LoggedEvent, { type, id }: Subject): string[] {
    const resting = (this.touched.restingOn.get(id) ?? []).filter((one) => one < event.id);
    return type === 'post' ? [id, ...resting] : resting;
  }

  private accountOfStream({ type, id }: Subject): StoredAccount | undefined {
    const account = type === 'account' ? this.touched.accounts.get(id) : undefined;
    return account !== undefined && concerns(account, this.audience) ? account : undefined;
  }

  private postOfStream(id: string): StoredPost | undefined {
    const post = this.touched.page.posts.get(id);
    return post !== undefined && belongs(post, this.audience) ? post : undefined;
  }

  private push<K extends FrameType>(event: LoggedEvent, type: K, payload: Gated<FramePayloads[K]>): void {
    const { seq, at } = event;
    const frame = { seq, at: new Date(at).toISOString(), stream: this.audience.stream, type, payload };
    this.frames.push(frame as GatedFrame);
  }
}

/** In `seq` order, each but the last of its `seq` saying that more follow. */
function inOrder(frames: GatedFrame[]): GatedFrame[] {
  frames.sort((a, b) => a.seq - b.seq);
  return frames.map((frame, index) =>
    frames[index + 1]?.seq === frame.seq ? { ...frame, more: true } : frame,
  );
}
