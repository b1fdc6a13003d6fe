import type { Database } from '#database';
import type { LoggedEvent } from '#domain';
import { readAll } from '#log';
import { Model } from '../support/model.js';
import { canariesIn, numberOf } from './canaries.js';

/** A viewpoint, as far as it matters to the oracle: from where, as of when, and who. */
export interface Look {
  /** A country; null where it is not known. */
  from: string | null;
  /** The language of the platform's own words. */
  language: 'en' | 'hi';
  mode: 'open' | 'enforced';
  /** Ms since the epoch. */
  at: number;
  now: number;
  /** The account whose own may be seen; null for the public. */
  viewer: string | null;
  /** Moderators see all that is restricted, and none of what is gone. */
  seesAll: boolean;
}

export interface Thing {
  is: 'account' | 'post' | 'authority' | 'order' | 'report' | 'warning';
  /** Its own id; but of a report, the account that filed it, and of a warning, the account that it is to. */
  id: string;
  /** When it was written, where the thing is older, ms since the epoch. */
  since?: number;
}

/**
 * Says what must not be told to whom, by section 4 of the design: it works naively from the events,
 * and uses none of the libs that do it.
 */
export class Oracle {
  private readonly forSome = new Set<string>();
  private readonly confidential = new Set<string>();
  /** Authorities that filed an order which may be read. */
  private readonly known = new Set<string>();
  /** The thing that each canary was written in, by the canary's number. */
  private readonly written = new Map<number, Thing>();

  /** Every instant at which something happened, ms since the epoch. */
  readonly instants: readonly number[];

  private constructor(
    readonly model: Model,
    events: readonly LoggedEvent[],
  ) {
    this.instants = model.instants;
    for (const event of events) this.see(event);
  }

  static async of(database: Database): Promise<Oracle> {
    const events: LoggedEvent[] = [];
    for await (const chunk of readAll(database.reader)) events.push(...chunk);
    return new Oracle(await Model.of(database), events);
  }

  private see(event: LoggedEvent): void {
    const note = (thing: Thing): void => {
      for (const canary of canariesIn(JSON.stringify([event.payload, event.provenance]))) {
        const number = numberOf(canary);
        // A profile that is changed in part says the rest again: that was written before.
        if (!this.written.has(number)) this.written.set(number, thing);
      }
    };
    switch (event.type) {
      case 'account.opened':
        return note({ is: 'account', id: event.subject });
      case 'account.updated':
        return note({ is: 'account', id: event.subject, since: event.at });
      case 'post.published':
        if (['private', 'direct'].includes(event.payload.visibility)) this.forSome.add(event.subject);
        return note({ is: 'post', id: event.subject });
      case 'post.edited':
        return note({ is: 'post', id: event.subject, since: event.at });
      case 'account.warned':
        return note({ is: 'warning', id: event.subject });
      case 'authority.registered':
        return note({ is: 'authority', id: event.subject });
      case 'order.filed':
        if (!event.payload.confidential) this.known.add(event.payload.authority);
        if (event.payload.confidential) this.confidential.add(event.subject);
        return note({ is: 'order', id: event.subject });
      case 'order.noticed':
      case 'order.confirmed':
      case 'order.revoked':
      case 'order.expired':
      case 'order.set_aside':
        return note({ is: 'order', id: event.subject });
      case 'item.decided':
        return note({ is: 'order', id: event.payload.order });
      default:
    }
  }

  /** Adds a report, which is in no event; moderators may read it, and the account that filed it. */
  noteReport(comment: string, reporter: string): void {
    for (const canary of canariesIn(comment))
      this.written.set(numberOf(canary), { is: 'report', id: reporter });
  }

  /** Whether a canary must not be told. One that the log no longer knows may be told to nobody. */
  hidesWord(canary: string, look: Look): boolean {
    const thing = this.written.get(numberOf(canary));
    return thing === undefined || (thing.since ?? 0) > look.at || this.hides(thing, look);
  }

  /** Whether a canary of a post is kept from whoever looks by a restriction, be the post deleted or not. */
  restrictsWord(canary: string, look: Look): boolean {
    const thing = this.written.get(numberOf(canary));
    return thing?.is === 'post' && this.hidesPost(thing.id, look, false);
  }

  /** Whether the log that was read made the post or account; one made since is not known here. */
  knows(id: string): boolean {
    return this.model.posts.has(id) || this.model.accounts.has(id);
  }

  /** Whether a post, its author or what it passes on is kept out of public timelines and tag pages. */
  limitsPost(id: string, look: Look): boolean {
    const post = this.model.posts.get(id);
    if (post === undefined || look.seesAll) return false;
    const source = post.repostOf ?? post.quoteOf;
    const isLimited = [id, post.account].some((one) => this.has('limit', one, look.at));
    return (isLimited && post.account !== look.viewer) || (source !== null && this.limitsPost(source, look));
  }

  private has(kind: string, subject: string, at: number): boolean {
    return this.model
      .restrictionsOn(subject, at)
      .some((id) => this.model.restrictions.get(id)?.kind === kind);
  }

  /** Whether a post is for whoever looks; whatever their role, no more than its audience knows that it is there. */
  private isFor(id: string, { viewer, now }: Look): boolean {
    const post = this.model.posts.get(id);
    return post === undefined || this.model.isFor(post, viewer, now);
  }

  /** The ids of the posts for some people alone, of which whoever looks is none. */
  notFor(look: Look): string[] {
    return [...this.forSome].filter((id) => !this.isFor(id, look));
  }

  /** When the post that a canary is in was written. */
  writtenAt(canary: string): number | undefined {
    const thing = this.written.get(numberOf(canary));
    return thing === undefined ? undefined : this.model.posts.get(thing.id)?.at;
  }

  hides({ is, id }: Thing, look: Look): boolean {
    switch (is) {
      case 'account':
        return this.hidesAccount(id, look);
      case 'post':
        return this.hidesPost(id, look);
      case 'authority':
        // That an authority files at all is as confidential as the orders it files.
        return !this.known.has(id) && !look.seesAll;
      case 'order':
        return this.confidential.has(id) && !look.seesAll;
      case 'warning':
        return look.viewer !== id;
      case 'report':
        return look.viewer !== id && !look.seesAll;
    }
  }

  hidesAccount(id: string, look: Look): boolean {
    return (this.model.accounts.get(id) ?? Infinity) > look.at || this.binds(id, id, look);
  }

  hidesPost(id: string, look: Look, deletedToo = true): boolean {
    const post = this.model.posts.get(id);
    if (post === undefined || post.at > look.at || !this.isFor(id, look)) return true;
    if (deletedToo && post.deletedAt !== null && post.deletedAt <= look.now) return true;
    if (this.binds(id, post.account, look) || this.binds(post.account, post.account, look)) return true;
    // A re-post or quote carries what is on its source; a quote outlives its source's deletion
    // and erasure.
    if (post.repostOf !== null) return this.hidesPost(post.repostOf, look, deletedToo);
    const { quoteOf } = post;
    return quoteOf !== null && this.model.posts.has(quoteOf) && this.hidesPost(quoteOf, look, false);
  }

  /** Whether something restricted keeps a subject from whoever looks. */
  private binds(subject: string, owner: string, { from, mode, at, now, viewer, seesAll }: Look): boolean {
    if (seesAll || viewer === owner) return false;
    const instants = mode === 'enforced' ? [at, now] : [at];
    return instants
      .flatMap((instant) => this.model.restrictionsOn(subject, instant))
      .map((id) => this.model.restrictions.get(id)!)
      .some(({ kind, countries }) => {
        if (kind !== 'withhold') return kind === 'suspend';
        if (countries.includes('*')) return true;
        return from === null ? mode === 'enforced' : countries.includes(from);
      });
  }
}
