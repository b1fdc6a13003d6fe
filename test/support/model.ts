import type { Database } from '#database';
import type { EventType, LoggedEvent, Subject, Visibility } from '#domain';
import { readAll } from '#log';

interface ModelPost {
  id: string;
  account: string;
  at: number;
  visibility: Visibility;
  /** The handles that it mentions, in lower case. */
  mentions: string[];
  replyTo: string | null;
  repostOf: string | null;
  quoteOf: string | null;
  deletedAt: number | null;
}

interface ModelRestriction {
  id: string;
  kind: string;
  subject: Subject;
  countries: string[];
  from: number;
  until: number | null;
}

const mentionedIn = (text: string): string[] =>
  Array.from(text.matchAll(/@(\w+)/g), ([, handle = '']) => handle.toLowerCase());

/** Counts, restrictions in force, and whether a viewer likes or passes it on. */
export type ToldByModel = Record<string, number | boolean | string[]>;

/**
 * Works out naively what the events of a log come to: each answer looks at all events again, in memory,
 * in a line or two. What the projections fold and the views select must equal it.
 */
export class Model {
  readonly posts = new Map<string, ModelPost>();
  readonly accounts = new Map<string, number>();
  private readonly handles = new Map<string, string>();
  readonly restrictions = new Map<string, ModelRestriction>();

  private constructor(private readonly events: readonly LoggedEvent[]) {
    for (const event of events) this.see(event);
  }

  static async of(database: Database): Promise<Model> {
    const events: LoggedEvent[] = [];
    for await (const chunk of readAll(database.reader)) events.push(...chunk);
    return new Model(events);
  }

  private see(event: LoggedEvent): void {
    const { id, at, subject } = event;
    switch (event.type) {
      case 'account.opened':
        this.accounts.set(id, at);
        this.handles.set(id, event.payload.handle.toLowerCase());
        break;
      case 'post.published':
      case 'post.reposted': {
        const published = event.type === 'post.published' ? event.payload : null;
        this.posts.set(id, {
          id,
          account: event.actor ?? '',
          at,
          visibility: event.payload.visibility,
          mentions: mentionedIn(published?.text ?? ''),
          replyTo: published?.in_reply_to ?? null,
          quoteOf: published?.quote_of ?? null,
          repostOf: event.type === 'post.reposted' ? event.payload.of : null,
          deletedAt: null,
        });
        break;
      }
      case 'post.edited': {
        const post = this.posts.get(subject)!;
        post.mentions = mentionedIn(event.payload.text);
        break;
      }
      case 'post.deleted':
        this.posts.get(subject)!.deletedAt = at;
        break;
      case 'restriction.imposed':
        this.impose(id, event.payload);
        break;
      case 'restriction.lifted':
        this.lift(subject, at);
        break;
      case 'restriction.changed': {
        const { until } = event.payload;
        this.restrictions.get(subject)!.until = until === null ? null : Date.parse(until);
        break;
      }
      case 'item.decided':
        if (event.payload.lifts !== null) this.lift(event.payload.lifts, at);
        if (event.payload.imposes !== null) this.impose(id, event.payload.imposes);
        break;
      case 'order.revoked':
      case 'order.expired':
      case 'order.set_aside':
        for (const lifted of event.payload.lifts) this.lift(lifted, at);
        break;
      default:
    }
  }

  private impose(
    id: string,
    payload: Extract<LoggedEvent, { type: 'restriction.imposed' }>['payload'],
  ): void {
    const { kind, subject, countries, from, until } = payload;
    this.restrictions.set(id, {
      id,
      kind,
      subject,
      countries,
      from: Date.parse(from),
      until: until === null ? null : Date.parse(until),
    });
  }

  private lift(id: string, at: number): void {
    const restriction = this.restrictions.get(id)!;
    restriction.until = Math.min(at, restriction.until ?? Infinity);
  }

  /** Every instant at which something happened. */
  get instants(): number[] {
    return [...new Set(this.events.map(({ at }) => at))];
  }

  /** Counts, restrictions, and what a viewer did, for each post and account that was there at an instant. */
  at(at: number, viewer: string | null): Record<string, ToldByModel> {
    const told: Record<string, ToldByModel> = {};
    const likes = this.standing('post.liked', 'post.unliked', at);
    const follows = this.standing('account.followed', 'account.unfollowed', at);
    const there = [...this.posts.values()].filter((post) => post.at <= at);
    const standing = there.filter(({ deletedAt }) => deletedAt === null || deletedAt > at);
    const counted = standing.filter((post) => !this.isForSome(post));
    for (const { id } of there) {
      told[id] = {
        likes: likes.filter(({ subject }) => subject === id).length,
        reposts: standing.filter(({ repostOf }) => repostOf === id).length,
        replies: counted.filter(({ replyTo }) => replyTo === id).length,
        liked: likes.some(({ actor, subject }) => actor === viewer && subject === id),
        // One that was undone since is gone at every instant.
        reposted: there.some(
          ({ account, repostOf, deletedAt }) => account === viewer && repostOf === id && deletedAt === null,
        ),
        restrictions: this.restrictionsOn(id, at),
      };
    }
    for (const [id, opened] of this.accounts) {
      if (opened > at) continue;
      told[id] = {
        statuses: counted.filter(({ account }) => account === id).length,
        followers: follows.filter(({ subject }) => subject === id).length,
        following: follows.filter(({ actor }) => actor === id).length,
        restrictions: this.restrictionsOn(id, at),
      };
    }
    return told;
  }

  private isForSome({ visibility }: ModelPost): boolean {
    return visibility === 'private' || visibility === 'direct';
  }

  /** Whether a post is for a viewer: its author, whom it mentions, and who follows its author now (ms since the epoch). */
  isFor(post: ModelPost, viewer: string | null, now: number): boolean {
    if (!this.isForSome(post)) return true;
    if (viewer === null || viewer === post.account) return viewer !== null;
    const isMentioned =
      post.mentions.includes(this.handles.get(viewer) ?? '') &&
      (this.accounts.get(viewer) ?? Infinity) <= post.at;
    if (isMentioned || post.visibility === 'direct') return isMentioned;
    return this.standing('account.followed', 'account.unfollowed', now).some(
      ({ actor, subject }) => actor === viewer && subject === post.account,
    );
  }

  /** The pairs of actor and subject for which something was begun and not ended by an instant. */
  private standing(begins: EventType, ends: EventType, at: number): { actor: string; subject: string }[] {
    const pairs = new Map<string, { actor: string; subject: string }>();
    for (const { type, at: when, actor, subject } of this.events) {
      if (when > at) continue;
      if (type === begins) pairs.set(`${actor ?? ''} ${subject}`, { actor: actor ?? '', subject });
      if (type === ends) pairs.delete(`${actor ?? ''} ${subject}`);
    }
    return [...pairs.values()];
  }

  /** The ids of the restrictions in force on a subject, sorted. */
  restrictionsOn(subject: string, at: number): string[] {
    return [...this.restrictions.values()]
      .filter((one) => one.subject.id === subject && one.from <= at && (one.until === null || at < one.until))
      .map(({ id }) => id)
      .sort();
  }

  /** Whether a post, or anything that it passes on or quotes, is restricted so. */
  private barredAt(id: string, at: number, kinds: readonly string[]): boolean {
    const post = this.posts.get(id);
    if (post === undefined) return false;
    const source = post.repostOf ?? post.quoteOf;
    const own = [post.id, post.account].some((subject) =>
      this.restrictionsOn(subject, at).some((one) => kinds.includes(this.restrictions.get(one)!.kind)),
    );
    return own || (source !== null && this.barredAt(source, at, kinds));
  }

  /** The public timeline as anyone may see it at an instant: newest first. */
  publicTimelineAt(at: number): string[] {
    return this.listAt(
      at,
      ({ id, repostOf, replyTo, visibility }) =>
        repostOf === null && replyTo === null && visibility === 'public' && !this.barredAt(id, at, ['limit']),
    );
  }

  /** The posts and re-posts of an account that are for everybody, newest first. */
  statusesOfAt(account: string, at: number): string[] {
    return this.listAt(at, (post) => post.account === account && !this.isForSome(post));
  }

  private listAt(at: number, among: (post: ModelPost) => boolean): string[] {
    return [...this.posts.values()]
      .filter((post) => post.at <= at && post.deletedAt === null && among(post))
      .filter(({ repostOf }) => repostOf === null || this.posts.get(repostOf)?.deletedAt === null)
      .filter(({ id }) => !this.barredAt(id, at, ['suspend']))
      .map(({ id }) => id)
      .sort()
      .reverse();
  }
}
