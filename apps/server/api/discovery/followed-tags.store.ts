import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { tagsFollowedAmong, type PageRequest } from '#projections';
import { viewerOf, type Viewpoint } from '#visibility';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { oneAtATime } from '../../private-state/one-at-a-time.js';
import { selectPage } from '../../private-state/select-page.js';

/** Each is looked up for each page of one's home. */
export const MOST_FOLLOWED_TAGS = 200;

/**
 * The hashtags that people follow: private state, as bookmarks are. Nobody else is told of it and nothing counts it,
 * so it is in no log; whom one follows is, since the followed are told.
 */
@Injectable()
export class FollowedTagsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Follows a hashtag, once.
   *
   * @param tag its name, normalised
   * @returns false where the account follows as many as it may
   */
  follow(account: string, tag: string): Promise<boolean> {
    return this.database.write(async (transaction) => {
      await oneAtATime(transaction, account);
      const followed = await transaction.query<{ tag: string }>(
        'SELECT tag FROM followed_tag WHERE account_id = $1',
        [account],
      );
      if (followed.some((one) => one.tag === tag)) return true;
      if (followed.length >= MOST_FOLLOWED_TAGS) return false;
      await transaction.insert('followed_tag', [{ id: newId(this.clock.now()), account_id: account, tag }]);
      return true;
    });
  }

  /** Follows a hashtag no longer, if it did. */
  async unfollow(account: string, tag: string): Promise<void> {
    await this.database.write((transaction) =>
      transaction.query('DELETE FROM followed_tag WHERE account_id = $1 AND tag = $2', [account, tag]),
    );
  }

  /** A page of what an account follows, the latest first. */
  page(account: string, page: PageRequest): Promise<{ id: string; tag: string }[]> {
    return selectPage(this.database.reader, 'followed_tag', page, ['account_id = $1'], [account]);
  }

  /** Those of some hashtags that whoever looks follows; null where nobody has signed in. */
  async among(tags: readonly string[], viewpoint: Viewpoint): Promise<ReadonlySet<string> | null> {
    const viewer = viewerOf(viewpoint);
    if (viewer === null) return null;
    return (await tagsFollowedAmong(this.database.reader, [viewer], tags)).get(viewer) ?? new Set();
  }
}
