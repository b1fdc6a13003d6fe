import type { Account, Status } from '#contract';
import type { Standing, StoredAccount, StoredPage, StoredPost } from '#domain';
import { release, type Gated } from './gated.js';
import { JudgedPage, judgePost, type JudgedAccount, type JudgedPost } from './judge-stored.js';
import type { Judgement } from './judge.js';
import { withFlags } from './present.js';
import type { ReadAccess } from './read-access.js';
import type { Renderer } from './renderer.js';
import { standsAs } from './standing.js';
import type { Viewpoint } from './viewpoint.js';

/** Of an answer in which no post stands. */
export const NO_POSTS: StoredPage['posts'] = new Map();

/**
 * One answer of the gate while it is made, to one viewpoint: has what it holds judged once and presented,
 * and gathers what of it is exempt, which goes into the audit when it is sealed.
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

  /** A post as judged, which is not let out by that; undefined where it was not read. */
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
    return judged === undefined || standsAs(judged.judgement, feed) === 'left out' ? null : judged;
  }

  /** A judged post, in full or as a tombstone, with the viewer's own flags. */
  present(judged: JudgedPost): Status {
    this.note(judged);
    return withFlags(this.renderer.post(judged, this.viewpoint), judged);
  }

  account(account: StoredAccount): Account {
    const judged = this.page.account(account);
    this.noteExempt(judged);
    return this.renderer.account(judged);
  }

  /** The verdict on a post, where no more than it is told. */
  judgementOn(post: StoredPost): Judgement {
    return this.noteExempt({ judgement: judgePost(post, this.posts, this.viewpoint) });
  }

  /** The verdict on an account, where no more than it is told. */
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

  /** Notes what of a post is exempt, with all that it is presented with. */
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
