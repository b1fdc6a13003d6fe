import { Inject, Injectable } from '@nestjs/common';
import type { Notification } from '#contract';
import type { Database } from '#database';
import type { StoredAccount, StoredNotification, StoredPage } from '#domain';
import {
  accountsById,
  notificationAt,
  notificationsAt,
  statusesById,
  type PageRequest,
  type ToldOf,
} from '#projections';
import { AccountGate, Gate, gateNotification, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { fillPage, type FilledPage } from '../../feeds/fill-page.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';

/** The types of notifications. */
interface Things {
  accounts: ReadonlyMap<string, StoredAccount>;
  posts: StoredPage['posts'];
}

/** Reads somebody's notifications as they are seen from a viewpoint. */
@Injectable()
export class NotificationsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly accounts: AccountGate,
  ) {}

  /**
   * A page of notifications. What is of somebody or something that is withheld from the viewpoint, suspended, gone,
   * not for the viewer, or kept apart from them, is left out, and the next take its place.
   */
  page(
    viewer: Viewer,
    viewpoint: Viewpoint,
    page: PageRequest,
    of: ToldOf,
  ): Promise<FilledPage<Gated<Notification>>> {
    const { reader } = this.database;
    return fillPage(
      page,
      (part) => notificationsAt(reader, viewer.id, viewpoint.at, part, of),
      async (rows) => {
        const told = rows.flatMap((row) => row.told ?? []);
        const things = await this.thingsOf(told, viewpoint);
        return new Map(
          told.flatMap((one) => {
            const shown = this.shown(one, things, viewpoint);
            return shown === null ? [] : [[one.id, shown] as const];
          }),
        );
      },
    );
  }

  /** One of the viewer's notifications; null where it is not theirs, or is left out of their pages. */
  async one(id: string, viewer: Viewer, viewpoint: Viewpoint): Promise<Gated<Notification> | null> {
    const told = await notificationAt(this.database.reader, viewer.id, viewpoint.at, id);
    return told === undefined ? null : this.shown(told, await this.thingsOf([told], viewpoint), viewpoint);
  }

  private shown(
    told: StoredNotification,
    { accounts, posts }: Things,
    viewpoint: Viewpoint,
  ): Gated<Notification> | null {
    const isDeed = told.type !== 'moderation_warning';
    const account = accounts.get(isDeed ? told.actor : told.account);
    if (account === undefined) return null;
    const entry = this.gate.accountEntry(account, viewpoint);
    if (!isDeed) return gateNotification(told, entry, viewpoint);
    if (!this.accounts.lists(account, viewpoint)) return null;
    if (told.post === null) return gateNotification(told, entry, viewpoint);
    const page = { ids: [], posts };
    // A re-post may be restricted itself: then nobody is told of it.
    if (told.type === 'reblog' && this.gate.entry(page, told.id, viewpoint, 'notifications') === null)
      return null;
    const status = this.gate.entry(page, told.post, viewpoint, 'notifications');
    return status === null ? null : gateNotification(told, entry, viewpoint, status);
  }

  private async thingsOf(told: readonly StoredNotification[], viewpoint: Viewpoint): Promise<Things> {
    const { reader } = this.database;
    const when = readAt(viewpoint);
    const [people, posts] = [new Set<string>(), new Set<string>()];
    for (const one of told) {
      people.add(one.type === 'moderation_warning' ? one.account : one.actor);
      if (one.type === 'moderation_warning' || one.post === null) continue;
      posts.add(one.post);
      if (one.type === 'reblog') posts.add(one.id);
    }
    const accounts = await accountsById(reader, when, [...people]);
    const page = await statusesById(reader, when, [...posts]);
    return { accounts: new Map(accounts.map((account) => [account.id, account])), posts: page.posts };
  }
}
