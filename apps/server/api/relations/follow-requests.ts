import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '#commands';
import type { Database } from '#database';
import { command } from '#domain';
import { accountsById, accountsOn } from '#projections';
import { AccountGate, type Viewer, type Viewpoint } from '#visibility';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';

/** How many are counted, as with Mastodon. */
const MOST_COUNTED = 40;
/** How many are answered at once: what is asked together shares a batch. */
const PART = 200;

/** All of an account's requests to follow it. */
@Injectable()
export class FollowRequests {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: AccountGate,
  ) {}

  /** How many ask to follow the viewer, 40 at most, as far as the list of them tells it. */
  async count(viewpoint: Viewpoint, viewer: Viewer): Promise<number> {
    const { reader } = this.database;
    const rows = await accountsOn(reader, 'requesters', viewer.id, viewpoint.at, { limit: MOST_COUNTED });
    const ids = rows.map(({ account }) => account);
    const shown = { limited: true, apart: true };
    const accounts = await accountsById(reader, readAt(viewpoint), ids);
    return accounts.filter((account) => this.gate.lists(account, viewpoint, shown)).length;
  }

  /**
   * Lets everybody follow the viewer who asks to, as with Mastodon where an account is locked no longer: from then on
   * nobody asks. Who cannot follow meanwhile, being suspended, goes on asking.
   *
   * @param unlockedAt ms since the epoch
   * @see https://github.com/mastodon/mastodon/blob/v4.4.0/app/services/update_account_service.rb
   */
  async authorizeAll(viewer: Viewer, unlockedAt: number): Promise<void> {
    for (let maxId: string | undefined; ;) {
      const page = { limit: PART, maxId };
      const rows = await accountsOn(this.database.reader, 'requesters', viewer.id, unlockedAt, page);
      // Each by itself: one that is withdrawn meanwhile keeps out no other.
      await Promise.all(
        rows.map(({ account }) =>
          this.bus.submit({
            build: ({ at, id }) => [
              command('authorize-follow', { account }, { id: id(), at, actor: viewer.id }),
            ],
          }),
        ),
      );
      maxId = rows.at(-1)?.id;
      if (rows.length < PART) return;
    }
  }
}
