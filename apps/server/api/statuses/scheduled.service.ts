import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Done } from '#commands';
import type { ScheduledStatus } from '#contract';
import { askedBefore, isId, refuseWords, type CommandBodies, type StoredScheduledPost } from '#domain';
import type { PageRequest } from '#projections';
import { gateScheduled, gateScheduledPost, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { Clock } from '../../platform/clock.js';
import {
  MOST_A_DAY,
  MOST_SCHEDULED,
  ScheduledPostsStore,
  type TooMany,
} from '../../schedule/scheduled-posts.store.js';
import { StatusesService } from './statuses.service.js';

/** A post is scheduled at least so many ms ahead, as with Mastodon. */
const LEAST_AHEAD_MS = 5 * 60_000;

/** Posts that people schedule. */
@Injectable()
export class ScheduledService {
  constructor(
    private readonly statuses: StatusesService,
    private readonly clock: Clock,
    private readonly store: ScheduledPostsStore,
  ) {}

  /** Whether an instant (ISO 8601) is ahead; what was to be posted before now is posted at once, as with Mastodon. */
  isAhead(scheduledAt: string): boolean {
    return Date.parse(scheduledAt) > this.clock.now();
  }

  /**
   * Schedules a post, if it could be posted now as far as its words and what it answers and quotes go.
   *
   * @throws RefusedException, a 404, or a 451 where it is about what is withheld
   */
  async schedule(
    body: CommandBodies['publish-post'],
    scheduledAt: string,
    viewpoint: Viewpoint & { viewer: Viewer },
    idempotencyKey: string | null,
  ): Promise<Gated<ScheduledStatus>> {
    const dueAt = this.dueAt(scheduledAt);
    const refused = refuseWords(body, 'home');
    if (refused !== null && refused.refusal.kind !== 'withheld') throw new RefusedException(refused.refusal);
    for (const id of [body.in_reply_to, body.quote_of])
      if (id !== null) await this.statuses.show(id, viewpoint);
    const account = viewpoint.viewer.id;
    const added = await this.store.add({ account, dueAt, body, country: viewpoint.from, idempotencyKey });
    if (added === 'done') throw askedForAnother();
    if (typeof added === 'string') throw tooMany(added);
    const isSame = added.dueAt === dueAt && isDeepStrictEqual(added.body, body);
    if (!isSame) throw askedForAnother();
    return this.shown(added, viewpoint);
  }

  /**
   * Posts at once, under a key that nothing is scheduled under: posts to be and posts share their keys.
   *
   * @throws RefusedException as `StatusesService.ask` does, and where something is scheduled under the key
   */
  postNow(
    body: CommandBodies['publish-post'],
    viewpoint: Viewpoint & { viewer: Viewer },
    idempotencyKey: string | null,
  ): Promise<Done> {
    if (idempotencyKey === null) return this.statuses.ask('publish-post', body, viewpoint);
    return this.statuses.ask('publish-post', body, viewpoint, idempotencyKey, async (transaction) => {
      if (await this.store.holdsKey(transaction, viewpoint.viewer.id, idempotencyKey))
        throw askedForAnother();
    });
  }

  async list(page: PageRequest, viewpoint: Viewpoint, viewer: Viewer): Promise<Paged<ScheduledStatus>> {
    const posts = await this.store.page(viewer.id, page);
    return new Paged(gateScheduled(posts, viewpoint), posts, page.limit);
  }

  /** @throws RecordNotFoundException of another's */
  async one(id: string, viewpoint: Viewpoint, viewer: Viewer): Promise<Gated<ScheduledStatus>> {
    return this.shown(isId(id) ? await this.store.one(viewer.id, id) : undefined, viewpoint);
  }

  /** Says anew when a post is due. @throws RefusedException, and RecordNotFoundException of another's */
  async move(
    id: string,
    scheduledAt: string | undefined,
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Gated<ScheduledStatus>> {
    if (scheduledAt === undefined) return this.one(id, viewpoint, viewer);
    if (!isId(id)) throw new RecordNotFoundException();
    await this.one(id, viewpoint, viewer);
    const moved = await this.store.move(viewer.id, id, this.dueAt(scheduledAt));
    if (typeof moved === 'string') throw tooMany(moved);
    return this.shown(moved, viewpoint);
  }

  /** @throws RecordNotFoundException of another's */
  async drop(id: string, viewer: Viewer): Promise<void> {
    if (!isId(id) || !(await this.store.drop(viewer.id, id))) throw new RecordNotFoundException();
  }

  private dueAt(scheduledAt: string): number {
    const dueAt = Date.parse(scheduledAt);
    if (dueAt <= this.clock.now() + LEAST_AHEAD_MS)
      throw RefusedException.invalid('scheduled_at', 'must be more than 5 minutes ahead');
    return dueAt;
  }

  private shown(post: StoredScheduledPost | undefined, viewpoint: Viewpoint): Gated<ScheduledStatus> {
    const shown = post === undefined ? null : gateScheduledPost(post, viewpoint);
    if (shown === null) throw new RecordNotFoundException();
    return shown;
  }
}

function askedForAnother(): RefusedException {
  return RefusedException.conflict(askedBefore({ type: 'publish-post' }));
}

function tooMany(what: TooMany): RefusedException {
  return RefusedException.invalid(
    'scheduled_at',
    what === 'in all'
      ? `is one too many: ${MOST_SCHEDULED} posts can be scheduled`
      : `is one too many: ${MOST_A_DAY} posts can be scheduled for one day`,
  );
}
