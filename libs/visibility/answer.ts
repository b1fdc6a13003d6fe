import type { Account, Status } from '#contract';
import { isApart, type Standing, type StoredAccount, type StoredPage, type StoredPost } from '#domain';
import { release, type Gated } from './gated.js';
import { JudgedPage, judgePost, type JudgedAccount, type JudgedPost } from './judge-stored.js';
import type { Judgement } from './judge.js';
import { withFlags } from './present.js';
import type { ReadAccess } from './read-access.js';
import type { Renderer } from './renderer.js';
import { standsAs } from './standing.js';
import { seesAll, viewerOf, type Viewpoint } from './viewpoint.js';

/** The posts of an answer that holds none. */
export const NO_POSTS: StoredPage['posts'] = new Map();

/**
 * One answer of the gate to one viewpoint, while it is made: has each thing in it judged once and presented,
 * and collects what is exempt, which goes into the audit when the answer is sealed.
 */
export class Answer {
  private readonly page: JudgedPage;
  private readonly exempt: string[] = [];

  constructor(
    private readonly posts: StoredPage['posts'],
    readonly viewpoint: Viewpoint,
    private readonly renderer: Renderer,
  ) {
    this.page = new JudgedPage(posts, viewpoint);
  }

  /** A post as judged; this alone does not show it. Undefined where it was not read. */
  judged(id: string): JudgedPost | undefined {
    return this.page.post(id);
  }

  /** Posts in their order, as they stand in a feed; those that were not read are left out, too. */
  list(ids: readonly string[], feed: Standing): Status[] {
    return ids.flatMap((id) => {
      const judged = this.standing(id, feed);
      return judged === null ? [] : this.present(judged);
    });
  }

  /** A post as judged; null where it was not read, or a feed leaves it out. */
  standing(id: string, feed: Standing): JudgedPost | null {
    const judged = this.page.post(id);
    if (judged === undefined || standsAs(judged.judgement, feed) === 'left out') return null;
    return this.isKeptApart(judged.post, feed) ? null : judged;
  }

  /** Whether a feed leaves a post out, as its author, or that of what it passes on or quotes, is kept apart. */
  private isKeptApart(post: StoredPost, { apart }: Standing): boolean {
    const all = seesAll(this.viewpoint);
    if (apart === 'left out' && isApart(post.account, all)) return true;
    const seen = new Set([post.id]);
    for (let one = sourceOf(post, this.posts); one !== undefined; one = sourceOf(one, this.posts)) {
      if (seen.has(one.id)) return false;
      seen.add(one.id);
      if (isApart(one.account, all)) return true;
    }
    return false;
  }

  /** A judged post, in full or as a tombstone, with the viewer's own flags. */
  present(judged: JudgedPost): Status {
    this.note(judged);
    return withFlags(this.renderer.post(judged, this.viewpoint), judged, viewerOf(this.viewpoint));
  }

  account(account: StoredAccount): Account {
    const judged = this.page.account(account);
    this.noteExempt(judged);
    return this.renderer.account(judged);
  }

  /** The verdict on a post, for an answer that tells no more than it. */
  judgementOn(post: StoredPost): Judgement {
    return this.noteExempt({ judgement: judgePost(post, this.posts, this.viewpoint) });
  }

  /** The verdict on an account, for an answer that tells no more than it. */
  judgementOnAccount(account: StoredAccount): Judgement {
    return this.noteExempt(this.page.account(account));
  }

  /** Whether something may be read or known of. */
  admits({ granted, exempt }: ReadAccess): boolean {
    if (granted) this.exempt.push(...exempt);
    return granted;
  }

  seal<T>(value: T): Gated<T> {
    return release(value, this.exempt, this.viewpoint);
  }

  /** Notes what is exempt of a post, and of the account and posts presented inside it. */
  private note({ judgement, account, reblog, quote }: JudgedPost): void {
    this.noteExempt({ judgement });
    this.noteExempt(account);
    if (reblog !== null) this.note(reblog);
    if (quote !== null) this.note(quote);
  }

  private noteExempt({ judgement }: Pick<JudgedAccount, 'judgement'>): Judgement {
    this.exempt.push(...judgement.exempt);
    return judgement;
  }
}

/** The post that another passes on or quotes, as far as it was read. */
function sourceOf({ repostOf, quoteOf }: StoredPost, posts: StoredPage['posts']): StoredPost | undefined {
  const source = repostOf ?? quoteOf;
  return source === null ? undefined : posts.get(source);
}
