import type {
  Account,
  Context,
  DemoSignIn,
  FramePayloads,
  Status,
  StatusEdit,
  StatusSource,
} from '#contract';
import {
  FEEDS,
  type FeedName,
  type Standing,
  type StoredAccount,
  type StoredPage,
  type StoredPost,
  type StoredThread,
  type ThreadLink,
} from '#domain';
import { Answer, NO_POSTS } from './answer.js';
import { accountAnswer, refusal, type GateAnswer } from './gate-answer.js';
import type { Gated } from './gated.js';
import type { JudgedPost } from './judge-stored.js';
import { presentGone, withheldField } from './present.js';
import { originOf, Renderer, SharedRenderer, type Address } from './renderer.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/** Posts of a feed, newest first. */
export interface FeedPage {
  /** The ids of the posts shown, tombstones included. */
  ids: string[];
  statuses: Gated<Status[]>;
}

/** As a post stands that is asked for by id. */
const BY_ID: Standing = { ...FEEDS.thread, apart: 'shown' };

const ALL = { limit: Infinity, oldestFirst: false, reposts: true };

/** The content of an account's page and of its feed. */
export interface Profile {
  account: Account;
  statuses: Status[];
}

/**
 * The gate of one server: has stored things judged and presented, seals every answer, and notes for the
 * audit what in it is exempt.
 */
export class Gate {
  constructor(
    private readonly address: Address,
    private readonly renderer: Renderer | null = null,
  ) {}

  /**
   * The same gate for things that are read once and told to many viewpoints: it presents a thing once for all
   * viewpoints that give it the same key. It keeps all that it presents, so it lives as long as what was read.
   */
  forMany(): Gate {
    return new Gate(this.address, new SharedRenderer(this.origin));
  }

  private get origin(): string {
    return originOf(this.address);
  }

  private answer(viewpoint: Viewpoint, posts: StoredPage['posts'] = NO_POSTS): Answer {
    return new Answer(posts, viewpoint, this.renderer ?? new Renderer(this.origin));
  }

  /** A post asked for by its id. */
  status({ posts }: StoredPage, id: string, viewpoint: Viewpoint): GateAnswer<Status> {
    const answer = this.answer(viewpoint, posts);
    const judged = answer.judged(id);
    if (judged === undefined) return { is: 'gone' };
    const { verdict } = judged.judgement;
    switch (verdict) {
      case 'full':
      case 'labelled':
        return { is: 'shown', verdict, body: answer.seal(answer.present(judged)) };
      case 'withheld':
        return refusal(answer, judged.post.account, judged.judgement, { status: answer.present(judged) });
      case 'suspended':
      case 'deleted':
      case 'absent':
        return { is: 'gone' };
    }
  }

  /** The words that a post has had, the first ones first: of these, those that were for whoever looks. */
  history(page: StoredPage, versions: readonly StoredPost[], viewpoint: Viewpoint): Gated<StatusEdit[]> {
    const exempt = this.answer(viewpoint, page.posts);
    const edits = versions.flatMap((version): StatusEdit[] => {
      const answer = this.answer(viewpoint, new Map(page.posts).set(version.id, version));
      const [shown] = answer.list([version.id], BY_ID);
      if (shown === undefined || shown.tombstone) return [];
      exempt.admits({ granted: true, exempt: answer.judgementOn(version).exempt });
      const { content, spoiler_text, sensitive, account, created_at, edited_at } = shown;
      return [
        {
          content,
          spoiler_text,
          sensitive,
          created_at: edited_at ?? created_at,
          account,
          poll: null,
          media_attachments: [],
          emojis: [],
        },
      ];
    });
    return exempt.seal(edits);
  }

  /** The words of a post as they were written, where it is shown. */
  source(
    { posts }: StoredPage,
    id: string,
    words: { text: string; spoiler_text: string },
    viewpoint: Viewpoint,
  ): Gated<StatusSource> | null {
    const answer = this.answer(viewpoint, posts);
    const [shown] = answer.list([id], BY_ID);
    return shown === undefined || shown.tombstone ? null : answer.seal({ id, ...words });
  }

  /**
   * Rows of a feed as a viewpoint sees them, newest first; the feed's rule decides what becomes of each.
   *
   * @param feed the feed, or of each post, by its id, the one by whose rule it stands
   * @param want how many, from which end, and whether with re-posts. Without them, tombstones of re-posts
   *   stay: they look like those of posts
   */
  listed(
    { ids, posts }: StoredPage,
    viewpoint: Viewpoint,
    feed: FeedName | ((id: string) => FeedName),
    want: { limit: number; oldestFirst: boolean; reposts: boolean } = ALL,
  ): FeedPage {
    const answer = this.answer(viewpoint, posts);
    const listed: JudgedPost[] = [];
    for (const id of want.oldestFirst ? ids.toReversed() : ids) {
      if (listed.length >= want.limit) break;
      const judged = answer.standing(id, FEEDS[typeof feed === 'string' ? feed : feed(id)]);
      if (judged !== null && (want.reposts || judged.reblog === null)) listed.push(judged);
    }
    if (want.oldestFirst) listed.reverse();
    return {
      ids: listed.map(({ post }) => post.id),
      statuses: answer.seal(listed.map((judged) => answer.present(judged))),
    };
  }

  /**
   * The posts that a post answers, and those that answer it. A withheld or suspended one becomes a tombstone;
   * so does one that its author deleted or had erased, where another post hangs on it.
   */
  thread(id: string, { above, below, posts }: StoredThread, viewpoint: Viewpoint): Gated<Context> {
    const answer = this.answer(viewpoint, posts);
    const answers = new Map<string | null, ThreadLink[]>();
    for (const link of below) answers.set(link.inReplyTo, [...(answers.get(link.inReplyTo) ?? []), link]);
    const shown = (link: ThreadLink): Status[] => {
      const status = this.threaded(link, answer);
      return status === null ? [] : [status];
    };
    const under = (parent: string): Status[] =>
      (answers.get(parent) ?? []).flatMap((link) => {
        const hanging = under(link.id);
        if (hanging.length === 0 && isGone(link, answer)) return [];
        return [...shown(link), ...hanging];
      });
    return answer.seal({
      ancestors: above.toReversed().flatMap(shown),
      descendants: under(id),
    });
  }

  /** One post as it stands in a thread, where it may be a tombstone of what is gone. */
  inThread(link: ThreadLink, { posts }: StoredPage, viewpoint: Viewpoint): Gated<Status> | null {
    const answer = this.answer(viewpoint, posts);
    const status = this.threaded(link, answer);
    return status === null ? null : answer.seal(status);
  }

  private threaded(link: ThreadLink, answer: Answer): Status | null {
    if (isGone(link, answer)) {
      const isNamed = answer.judged(link.inReplyTo ?? '')?.judgement.verdict !== 'absent';
      const place = isNamed ? link : { ...link, inReplyTo: null };
      return presentGone(place, this.origin, answer.viewpoint.language);
    }
    return answer.list([link.id], FEEDS.thread)[0] ?? null;
  }

  /** One post as it stands in a feed; null where it is left out. */
  entry(
    { posts }: StoredPage,
    id: string,
    viewpoint: Viewpoint,
    feed: FeedName = 'account',
  ): Gated<Status> | null {
    const answer = this.answer(viewpoint, posts);
    const [status] = answer.list([id], FEEDS[feed]);
    return status === undefined ? null : answer.seal(status);
  }

  /** One's own post before it is deleted, with its `text`, which is null of a re-post; null where it is not there. */
  redraft(
    { posts }: StoredPage,
    id: string,
    text: string | null,
    viewpoint: Viewpoint,
  ): Gated<Status> | null {
    const answer = this.answer(viewpoint, posts);
    const [status] = answer.list([id], FEEDS.thread);
    if (status === undefined) return null;
    const isOwn = posts.get(id)?.account.id === viewerOf(viewpoint);
    // A post that is hidden even from its author gives no text.
    return answer.seal(status.tombstone || !isOwn || text === null ? status : { ...status, text });
  }

  /** An account asked for by its id or handle. */
  account(account: StoredAccount, viewpoint: Viewpoint): GateAnswer<Account> {
    const answer = this.answer(viewpoint);
    return accountAnswer(answer, account, (shown) => shown);
  }

  /** Someone's own account, with the token that they sign in with. */
  signedIn(account: StoredAccount, token: string, viewpoint: Viewpoint): Gated<DemoSignIn> {
    const answer = this.answer(viewpoint);
    return answer.seal({ access_token: token, account: answer.account(account) });
  }

  /** An account as a stream tells of it: blanked where it is withheld or suspended. */
  accountEntry(account: StoredAccount, viewpoint: Viewpoint): Gated<Account> {
    const answer = this.answer(viewpoint);
    return answer.seal(answer.account(account));
  }

  /** An account's page: the account, and some of its posts, which have been through the gate. */
  profile(account: StoredAccount, statuses: Gated<Status[]>, viewpoint: Viewpoint): GateAnswer<Profile> {
    const answer = this.answer(viewpoint);
    return accountAnswer(answer, account, (shown) => ({ account: shown, statuses: statuses.value }));
  }

  /** Tells everybody who can see a post how it is withheld: ids, and the complete list of countries. */
  withheldNotice(
    post: StoredPost,
    posts: StoredPage['posts'],
    viewpoint: Viewpoint,
  ): Gated<FramePayloads['withheld']> {
    const answer = this.answer(viewpoint, posts);
    const withheld = withheldField(answer.judgementOn(post), post.account.id);
    return answer.seal({
      status_id: post.id,
      account_id: post.account.id,
      scope: 'tweet',
      withheld,
      country_codes: withheld?.country_codes ?? [],
    });
  }

  /** Tells everybody who can see an account how it is withheld. */
  accountWithheldNotice(account: StoredAccount, viewpoint: Viewpoint): Gated<FramePayloads['withheld']> {
    const answer = this.answer(viewpoint);
    const withheld = withheldField(answer.judgementOnAccount(account), account.id);
    return answer.seal({
      status_id: null,
      account_id: account.id,
      scope: 'user',
      withheld,
      country_codes: withheld?.country_codes ?? [],
    });
  }

  /** How often a post is liked, re-posted and answered; null where the post may not be seen. */
  counts({ posts }: StoredPage, id: string, viewpoint: Viewpoint): Gated<FramePayloads['counts']> | null {
    const post = posts.get(id);
    if (post === undefined) return null;
    const answer = this.answer(viewpoint, posts);
    const { verdict } = answer.judgementOn(post);
    if (verdict !== 'full' && verdict !== 'labelled') return null;
    const { likes, reposts, replies } = post.counts;
    return answer.seal({
      status_id: id,
      favourites_count: likes,
      reblogs_count: reposts,
      replies_count: replies,
    });
  }
}

/** Whether a post of a thread was deleted or erased: then only its place is known. */
function isGone({ id }: ThreadLink, answer: Answer): boolean {
  const judged = answer.judged(id);
  return judged === undefined || judged.judgement.verdict === 'deleted';
}
