import type { Notification, Status } from '#contract';
import type { LoggedEvent, StoredDeed, StoredNotice, StoredNotification, StoredWarning } from '#domain';
import { gateNotification, judgeAccount, type Gated, type Viewpoint } from '#visibility';
import {
  changedFrom,
  notificationKey,
  restrictionChangedBy,
  restrictionsAffectedBy,
  toldBy,
  type Affected,
} from './affected.js';
import { isTold, type ApartFrom } from './apart-from.js';
import type { Audience } from './audience.js';
import type { Sight } from './sight.js';

/** Makes frames of the notifications that some events make, for their recipient's own stream alone. */
export class NotificationFrames {
  constructor(
    private readonly affected: Affected,
    private readonly audience: Audience,
    private readonly viewpoint: Viewpoint,
    private readonly sight: Sight,
    private readonly apart: ApartFrom,
  ) {}

  /** The notifications that an event makes, in the order in which they are told: what ends comes before what begins. */
  of(event: LoggedEvent): Gated<Notification>[] {
    if (this.audience.stream !== 'user') return [];
    return this.storedOf(event).flatMap((told) => {
      const shown = told.type === 'moderation_warning' ? this.ofPlatform(told) : this.deed(told);
      return shown ?? [];
    });
  }

  /**
   * Whether notifications that were told before are there no longer, or are there again, since an event: what
   * they tell of is withheld or suspended, or no longer.
   */
  areOthersBy(event: LoggedEvent): boolean {
    const { stream, viewer } = this.audience;
    if (stream !== 'user' || viewer === null || this.affected.retold.length === 0) return false;
    const { retold, restingOn, restrictions, page } = this.affected;
    return changedFrom(event, restrictions, this.viewpoint).some(({ restriction, ended }) => {
      const { kind, subject } = restriction;
      if (kind !== 'withhold' && kind !== 'suspend') return false;
      const changed = new Set([subject.id, ...(restingOn.get(subject.id) ?? [])]);
      return retold.some((deed) => {
        const post = page.posts.get(deed.post ?? '');
        const isAbout = [deed.actor, deed.id, deed.post ?? '', post?.account.id ?? ''].some((id) =>
          changed.has(id),
        );
        if (!isAbout || deed.account !== viewer.id || this.apart.keeps(deed.actor)) return false;
        return (this.deed(deed) !== null) === ended;
      });
    });
  }

  private storedOf(event: LoggedEvent): StoredNotification[] {
    const { ended, imposed } = restrictionsAffectedBy(event);
    const notices = [
      ...ended.map((id) => notificationKey(id, 'ended')),
      ...imposed.map((id) => notificationKey(id, 'imposed')),
      ...restrictionChangedBy(event).map((id) => notificationKey(id, 'changed')),
    ].flatMap((key) => this.affected.notifications.get(key) ?? []);
    const deeds = toldBy(event).flatMap((id) => this.affected.deeds.get(id) ?? []);
    return [...notices, ...(event.type === 'account.warned' ? [warningOf(event)] : []), ...deeds];
  }

  /** Whoever it is on is told what was done. */
  private ofPlatform(told: StoredNotice | StoredWarning): Gated<Notification> | null {
    const { accounts, page } = this.affected;
    const account = accounts.get(told.account) ?? page.posts.get(told.restriction?.subject.id ?? '')?.account;
    if (account === undefined) return null;
    return gateNotification(told, this.sight.account(account), this.viewpoint);
  }

  /** Frames of deeds that are about whoever listens, by the same rule as in the pages of their notifications. */
  private deed(deed: StoredDeed): Gated<Notification> | null {
    const actor = this.affected.actors.get(deed.actor);
    if (deed.account !== this.audience.viewer?.id || actor === undefined) return null;
    if (!isTold(judgeAccount(actor, this.viewpoint), false) || this.apart.keeps(actor.id)) return null;
    const status = deed.post === null ? null : this.entry(deed.post);
    const isLeftOut = deed.type === 'reblog' && this.entry(deed.id) === null;
    if (isLeftOut || (deed.post !== null && status === null)) return null;
    return gateNotification(deed, this.sight.account(actor), this.viewpoint, status);
  }

  /** A post as a notification of it shows it; null where it is left out. */
  private entry(id: string): Gated<Status> | null {
    const post = this.affected.page.posts.get(id);
    if (post === undefined || this.apart.keepsPost(post)) return null;
    return this.sight.entry(id, 'notifications');
  }
}

function warningOf({ id, subject, payload }: LoggedEvent<'account.warned'>): StoredWarning {
  return { id, type: 'moderation_warning', account: subject, restriction: null, text: payload.text };
}
