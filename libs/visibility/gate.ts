import type {
  Account,
  Authority,
  Context,
  DemoSignIn,
  ErrorBody,
  FramePayloads,
  Order,
  OrderItem,
  RestrictionField,
  Status,
} from '#contract';
import type {
  Restriction,
  StoredAccount,
  StoredItem,
  StoredOrder,
  StoredPage,
  StoredPost,
  StoredThread,
  ThreadLink,
} from '#domain';
import { seal, type Gated } from './gated.js';
import { judgeAccount, judgePost } from './judge-stored.js';
import type { Judgement, Verdict } from './judge.js';
import { mayKnowOfSubject, type RestrictedSubjects } from './known.js';
import {
  presentAccount,
  presentGone,
  presentStatus,
  presentTombstone,
  quoteField,
  statement,
  withheldField,
} from './present.js';
import {
  mayReadOrder,
  presentAuthority,
  presentItem,
  presentOrder,
  presentRestriction,
} from './present-order.js';
import { seesByRole, viewerOf, type Viewpoint } from './viewpoint.js';

/** What asking for one thing by its id gives. */
export type GateAnswer<T> =
  | { is: 'shown'; verdict: Verdict; body: Gated<T> }
  /** 451: the body of the refusal, the tombstone in it, and where it binds (RFC 7725). */
  | { is: 'withheld'; body: Gated<ErrorBody>; countries: string[] }
  | { is: 'gone' };

/**
 * Where a post stands among others: an account's or one's own list, a thread, a public timeline, or a place
 * that is searched, as a hashtag's page is.
 */
export type Place = 'list' | 'thread' | 'public' | 'search';

/** What an account's page and its feed are made of. */
export interface Profile {
  account: Account;
  statuses: Status[];
}

/** What an authority's page is made of. */
export interface AuthorityProfile {
  authority: Authority;
  scenario: string | null;
  orders: Order[];
}

/**
 * The gate of one server.
 *
 * @param address where links in what it lets out point to, e.g. `https://example.org`; as an
 *   object, it is asked each time
 */
export class Gate {
  private readonly accounts = new WeakMap<Viewpoint, WeakMap<StoredAccount, Account>>();

  constructor(private readonly address: string | { readonly url: string }) {}

  private get origin(): string {
    return typeof this.address === 'string' ? this.address : this.address.url;
  }

  /** A post asked for by its id. */
  status(page: StoredPage, id: string, viewpoint: Viewpoint): GateAnswer<Status> {
    const post = page.posts.get(id);
    if (post === undefined) return { is: 'gone' };
    const judgement = judgePost(post, page.posts, viewpoint);
    switch (judgement.verdict) {
      case 'full':
      case 'labelled':
        return {
          is: 'shown',
          verdict: judgement.verdict,
          body: seal(this.presentFull(post, judgement, page.posts, viewpoint)),
        };
      case 'withheld': {
        const status = presentTombstone(post, judgement, this.accountOf(post, viewpoint), viewpoint);
        return this.refusal(post.account, judgement, viewpoint, { status });
      }
      case 'suspended':
      case 'deleted':
      case 'absent':
        return { is: 'gone' };
    }
  }

  /** An account's posts: what is withheld stands as a tombstone, what is suspended or gone is left out. */
  timeline(page: StoredPage, viewpoint: Viewpoint): Gated<Status[]> {
    return seal(this.listed(page, viewpoint, 'list'));
  }

  /** A public timeline: as any list, and what is limited is left out, too. */
  publicTimeline(page: StoredPage, viewpoint: Viewpoint): Gated<Status[]> {
    return seal(this.listed(page, viewpoint, 'public'));
  }

  /** Posts that were searched for, or found under a hashtag: what is withheld or limited is left out. */
  found(page: StoredPage, viewpoint: Viewpoint): Gated<Status[]> {
    return seal(this.listed(page, viewpoint, 'search'));
  }

  /**
   * What a post answers and what answers it. What is withheld or suspended stands as a tombstone; so does
   * what its author deleted or had erased, where something else hangs on it.
   */
  thread(id: string, { above, below, posts }: StoredThread, viewpoint: Viewpoint): Gated<Context> {
    const answers = new Map<string | null, ThreadLink[]>();
    for (const link of below) answers.set(link.inReplyTo, [...(answers.get(link.inReplyTo) ?? []), link]);
    const shown = (link: ThreadLink): Status[] => {
      const status = this.inThread(link, posts, viewpoint);
      return status === null ? [] : [status];
    };
    const under = (parent: string): Status[] =>
      (answers.get(parent) ?? []).flatMap((link) => {
        const hanging = under(link.id);
        if (hanging.length === 0 && isGone(link, posts, viewpoint)) return [];
        return [...shown(link), ...hanging];
      });
    return seal({
      ancestors: above.toReversed().flatMap(shown),
      descendants: under(id),
    });
  }

  /** One post of a stream, list or thread; null where it is left out. */
  entry(page: StoredPage, id: string, viewpoint: Viewpoint, place: Place = 'list'): Gated<Status> | null {
    const post = page.posts.get(id);
    const status = post === undefined ? null : this.present(post, page.posts, viewpoint, place);
    return status === null ? null : seal(status);
  }

  /** One's own post before it is deleted, with its `text`, which is null of a re-post; null where it is not there. */
  redraft(page: StoredPage, id: string, text: string | null, viewpoint: Viewpoint): Gated<Status> | null {
    const entry = this.entry(page, id, viewpoint, 'thread');
    const own = page.posts.get(id)?.account.id === viewerOf(viewpoint);
    // Of what is not shown to its author either, there are no words.
    if (entry === null || entry.value.tombstone || !own || text === null) return entry;
    return seal({ ...entry.value, text });
  }

  /** An account asked for by its id or handle. */
  account(account: StoredAccount, viewpoint: Viewpoint): GateAnswer<Account> {
    const judgement = judgeAccount(account, viewpoint);
    const body = presentAccount(account, judgement, this.origin);
    if (judgement.verdict === 'withheld')
      return this.refusal(account, judgement, viewpoint, { account: body });
    if (judgement.verdict === 'absent' || judgement.verdict === 'deleted') return { is: 'gone' };
    return { is: 'shown', verdict: judgement.verdict, body: seal(body) };
  }

  /** Someone's own account, with the token that they sign in with. */
  signedIn(account: StoredAccount, token: string, viewpoint: Viewpoint): Gated<DemoSignIn> {
    return seal({
      access_token: token,
      account: presentAccount(account, judgeAccount(account, viewpoint), this.origin),
    });
  }

  /** An account as a stream tells of it: blanked where it is withheld or suspended. */
  accountEntry(account: StoredAccount, viewpoint: Viewpoint): Gated<Account> {
    return seal(presentAccount(account, judgeAccount(account, viewpoint), this.origin));
  }

  /** An account's page: the account, and some of its posts as in any list. */
  profile(account: StoredAccount, page: StoredPage, viewpoint: Viewpoint): GateAnswer<Profile> {
    const answer = this.account(account, viewpoint);
    if (answer.is !== 'shown') return answer;
    const statuses = this.timeline(page, viewpoint).value;
    return { ...answer, body: seal({ account: answer.body.value, statuses }) };
  }

  /** An account's feed: of its posts the public ones alone, and what is withheld is left out. */
  feed(account: StoredAccount, page: StoredPage, viewpoint: Viewpoint): GateAnswer<Profile> {
    const answer = this.profile(account, page, viewpoint);
    if (answer.is !== 'shown') return answer;
    const { account: shown, statuses } = answer.body.value;
    const left = statuses.filter(({ tombstone, visibility }) => !tombstone && visibility === 'public');
    return { ...answer, body: seal({ account: shown, statuses: left }) };
  }

  /**
   * An authority's page: who it is, and its orders that may be read from the viewpoint. Null where none
   * may: that it has filed any would be told.
   */
  authority(
    authority: StoredOrder['authority'] & { scenario: string | null },
    orders: readonly StoredOrder[],
    viewpoint: Viewpoint,
  ): Gated<AuthorityProfile> | null {
    const readable = this.orders(orders, viewpoint).value;
    const own = authority.account !== null && viewerOf(viewpoint) === authority.account;
    const isKnown = authority.scenario !== null || readable.length > 0 || own;
    if (!isKnown && !seesByRole(viewpoint, authority.id)) return null;
    return seal({
      authority: presentAuthority(authority, this.origin),
      scenario: authority.scenario,
      orders: readable,
    });
  }

  /** An order, or null where it may not be read from the viewpoint. */
  order(order: StoredOrder, viewpoint: Viewpoint): Gated<Order> | null {
    return mayReadOrder(order, viewpoint) ? seal(presentOrder(order, this.origin)) : null;
  }

  /** Orders, those left out that may not be read from the viewpoint. */
  orders(orders: readonly StoredOrder[], viewpoint: Viewpoint): Gated<Order[]> {
    const readable = orders.filter((order) => mayReadOrder(order, viewpoint));
    return seal(readable.map((order) => presentOrder(order, this.origin)));
  }

  /** An order's items, or null where it may not be read: they name what is demanded, not what it says. */
  items(order: StoredOrder, items: readonly StoredItem[], viewpoint: Viewpoint): Gated<OrderItem[]> | null {
    return mayReadOrder(order, viewpoint) ? seal(items.map(presentItem)) : null;
  }

  /** Restrictions; of what the viewpoint may not know to be there they tell that it was restricted, and not which. */
  restrictions(
    restrictions: readonly Restriction[],
    subjects: RestrictedSubjects,
    viewpoint: Viewpoint,
  ): Gated<RestrictionField[]> {
    return seal(
      restrictions.map((restriction) =>
        presentRestriction(
          restriction,
          viewpoint,
          mayKnowOfSubject(restriction.subject, subjects, viewpoint),
        ),
      ),
    );
  }

  /** A restriction, as whoever imposed or lifted it is answered. */
  restriction(restriction: Restriction, viewpoint: Viewpoint): Gated<RestrictionField> {
    return seal(presentRestriction(restriction, viewpoint, true));
  }

  /** What is withheld of a post, as everybody who can see it is told: ids, and the complete list of countries. */
  withheldNotice(
    post: StoredPost,
    posts: StoredPage['posts'],
    viewpoint: Viewpoint,
  ): Gated<FramePayloads['withheld']> {
    const withheld = withheldField(judgePost(post, posts, viewpoint), post.account.id);
    return seal({
      status_id: post.id,
      account_id: post.account.id,
      scope: 'tweet',
      withheld,
      country_codes: withheld?.country_codes ?? [],
    });
  }

  /** What is withheld of an account, as everybody who can see it is told. */
  accountWithheldNotice(account: StoredAccount, viewpoint: Viewpoint): Gated<FramePayloads['withheld']> {
    const withheld = withheldField(judgeAccount(account, viewpoint), account.id);
    return seal({
      status_id: null,
      account_id: account.id,
      scope: 'user',
      withheld,
      country_codes: withheld?.country_codes ?? [],
    });
  }

  /** How often a post is liked, passed on and answered; null where the post is not to be seen. */
  counts(page: StoredPage, id: string, viewpoint: Viewpoint): Gated<FramePayloads['counts']> | null {
    const post = page.posts.get(id);
    if (post === undefined) return null;
    const { verdict } = judgePost(post, page.posts, viewpoint);
    if (verdict !== 'full' && verdict !== 'labelled') return null;
    const { likes, reposts, replies } = post.counts;
    return seal({ status_id: id, favourites_count: likes, reblogs_count: reposts, replies_count: replies });
  }

  private refusal(
    account: StoredAccount,
    judgement: Judgement,
    viewpoint: Viewpoint,
    tombstone: Pick<ErrorBody, 'status' | 'account'>,
  ): GateAnswer<never> {
    const withheld = withheldField(judgement, account.id);
    return {
      is: 'withheld',
      body: seal({
        error: statement(account, judgement, viewpoint),
        ...(withheld === null ? {} : { withheld }),
        ...tombstone,
      }),
      countries: withheld?.country_codes ?? [],
    };
  }

  private listed({ ids, posts }: StoredPage, viewpoint: Viewpoint, place: Place): Status[] {
    return ids.flatMap((id) => {
      const post = posts.get(id);
      const status = post === undefined ? null : this.present(post, posts, viewpoint, place);
      return status === null ? [] : [status];
    });
  }

  private present(
    post: StoredPost,
    posts: StoredPage['posts'],
    viewpoint: Viewpoint,
    place: Place = 'list',
  ): Status | null {
    const judgement = judgePost(post, posts, viewpoint);
    if (judgement.leftOut && (place === 'public' || place === 'search')) return null;
    switch (judgement.verdict) {
      case 'full':
      case 'labelled':
        return this.presentFull(post, judgement, posts, viewpoint);
      case 'withheld':
        return place === 'search'
          ? null
          : presentTombstone(post, judgement, this.accountOf(post, viewpoint), viewpoint);
      case 'suspended':
        // Left out of a thread, what answers it would seem to answer something else.
        return place === 'thread'
          ? presentTombstone(post, judgement, this.accountOf(post, viewpoint), viewpoint)
          : null;
      case 'deleted':
      case 'absent':
        return null;
    }
  }

  /** What stands at a place in a thread; null where it is not to be known that something does. */
  private inThread(link: ThreadLink, posts: StoredPage['posts'], viewpoint: Viewpoint): Status | null {
    if (isGone(link, posts, viewpoint)) return presentGone(link, this.origin, viewpoint.language);
    const post = posts.get(link.id);
    return post === undefined ? null : this.present(post, posts, viewpoint, 'thread');
  }

  private presentFull(
    post: StoredPost,
    judgement: Judgement,
    posts: StoredPage['posts'],
    viewpoint: Viewpoint,
  ): Status {
    const reposted = post.repostOf === null ? undefined : posts.get(post.repostOf);
    const quoted = post.quoteOf === null ? undefined : posts.get(post.quoteOf);
    const quotedStatus = quoted === undefined ? null : this.present(quoted, posts, viewpoint);
    return presentStatus(
      post,
      judgement,
      this.accountOf(post, viewpoint),
      {
        reblog: reposted === undefined ? null : this.present(reposted, posts, viewpoint),
        quote: quoteField(post, quotedStatus),
      },
      this.origin,
    );
  }

  /** A page's posts share their accounts, so each is presented once. */
  private accountOf({ account }: StoredPost, viewpoint: Viewpoint): Account {
    let presented = this.accounts.get(viewpoint);
    if (presented === undefined) this.accounts.set(viewpoint, (presented = new WeakMap()));
    let known = presented.get(account);
    if (known === undefined) {
      known = presentAccount(account, judgeAccount(account, viewpoint), this.origin);
      presented.set(account, known);
    }
    return known;
  }
}

/** Whether nothing is left of a post but its place: its author deleted it, or had it erased. */
function isGone({ id }: ThreadLink, posts: StoredPage['posts'], viewpoint: Viewpoint): boolean {
  const post = posts.get(id);
  return post === undefined || judgePost(post, posts, viewpoint).verdict === 'deleted';
}
