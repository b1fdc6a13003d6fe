import type { Feed, StoredPost } from '#domain';
import type { Judgement } from '#visibility';
import type { Affected } from './affected.js';
import type { Audience } from './audience.js';

/** Accounts that are kept apart from whoever listens: they, or the other, have set something between them. */
export class ApartFrom {
  constructor(
    private readonly affected: Pick<Affected, 'apart' | 'page'>,
    private readonly audience: Audience,
    private readonly feed: Feed,
  ) {}

  keeps(account: string): boolean {
    const barred = this.affected.apart.get(this.audience.viewer?.id ?? '')?.get(account);
    if (barred === undefined) return false;
    // A block keeps nothing from those who see all.
    if (barred) return this.audience.class !== 'moderator';
    // Whoever listens to one account's stream has named it.
    return this.feed.name !== 'account' || account !== this.feed.key;
  }

  /** Whether it keeps a post: by its author, or that of what it passes on or quotes. */
  keepsPost(post: StoredPost): boolean {
    if (this.affected.apart.size === 0) return false;
    for (let one: StoredPost | undefined = post; one !== undefined;) {
      if (this.keeps(one.account.id)) return true;
      one = this.affected.page.posts.get(one.repostOf ?? one.quoteOf ?? '');
    }
    return false;
  }
}

/** Whether a stream tells of an account what it says of itself; one that is searched tells nothing of who is limited. */
export function isTold(
  { verdict, leftOut }: Pick<Judgement, 'verdict' | 'leftOut'>,
  searched: boolean,
): boolean {
  return (verdict === 'full' || verdict === 'labelled') && !(searched && leftOut);
}
