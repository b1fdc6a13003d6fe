import { Controller, Get, Inject, Query, UnprocessableEntityException } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';

import type { Explanation } from '#contract';
import type { Database } from '#database';
import {
  everBegan,
  timeOfId,
  untilAsKnown,
  type EventType,
  type Restriction,
  type StoredAccount,
  type StoredPost,
} from '#domain';
import { headsAbout } from '#log';
import { accountAt, restrictionsOn, statusesById } from '#projections';
import {
  explainAccount,
  explainPost,
  restrictionsAlsoAt,
  seesAll,
  type EventHead,
  type Gated,
  type Viewpoint,
} from '#visibility';
import { Optional } from '../../http/requests/optional.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { DATABASE } from '../../platform/tokens.js';
import { IsId } from '../../http/requests/is-id.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { readAt, View } from '../../http/viewpoint/viewpoint.js';
import { Allows } from '../../access/route-permissions.js';

/** The events that an explanation cites. Others, such as likes, do not change what may be seen. */
const TOLD: readonly EventType[] = [
  'account.opened',
  'post.published',
  'post.edited',
  'post.reposted',
  'post.deleted',
  'item.decided',
  'restriction.imposed',
  'restriction.started',
  'restriction.expired',
  'restriction.lifted',
  'restriction.changed',
];

class ExplainQuery {
  @ApiPropertyOptional({ description: 'A post, by id' })
  @Optional()
  @IsId()
  status?: string;

  @ApiPropertyOptional({ description: 'An account, by id' })
  @Optional()
  @IsId()
  account?: string;
}

/** Why a viewpoint sees what it sees: the rule that judges, told as it judges. */
@ApiTags('visibility')
@Allows('restrictions:read')
@Controller('api/v1/explain')
export class ExplainController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @ApiViewpoint()
  @ApiOperation({
    summary: 'Which rule matched, which did not, on what facts, and why the viewer is where they are',
  })
  explain(
    @Query() { status, account }: ExplainQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<Explanation>> {
    if (status !== undefined && account === undefined) return this.explainStatus(status, viewpoint);
    if (account !== undefined && status === undefined) return this.explainAccount(account, viewpoint);
    throw new UnprocessableEntityException('Give status or account, and not both');
  }

  private async explainStatus(id: string, viewpoint: Viewpoint): Promise<Gated<Explanation>> {
    // Read as of now: that it was not there yet is an explanation, too.
    const now = readAt({ ...viewpoint, at: viewpoint.now });
    const page = await statusesById(this.database.reader, now, [id]);
    const post = page.posts.get(id);
    if (post === undefined) throw new RecordNotFoundException();
    const ids = [...page.posts.values()].flatMap((one) => [one.id, one.account.id]);
    const restrictions = await this.restrictionsOn(ids, viewpoint);
    const posts = new Map([...page.posts].map(([key, one]) => [key, withAll(one, restrictions)]));
    const events = await this.eventsAbout([...ids, ...restrictions.map((one) => one.id)], viewpoint);
    const explanation = explainPost(withAll(post, restrictions), posts, viewpoint, events, page.posts);
    if (explanation === null) throw new RecordNotFoundException();
    return explanation;
  }

  private async explainAccount(id: string, viewpoint: Viewpoint): Promise<Gated<Explanation>> {
    const account = await accountAt(this.database.reader, readAt({ ...viewpoint, at: viewpoint.now }), {
      id,
    });
    if (account === undefined) throw new RecordNotFoundException();
    const restrictions = await this.restrictionsOn([id], viewpoint);
    const events = await this.eventsAbout([id, ...restrictions.map((one) => one.id)], viewpoint);
    return explainAccount({ ...account, restrictions }, viewpoint, events);
  }

  /**
   * Every restriction as it was known by then; one is named by the event that imposed it. What is
   * still ahead, and what never began, is for moderators.
   */
  private async restrictionsOn(ids: readonly string[], viewpoint: Viewpoint): Promise<Restriction[]> {
    const by = knownBy(viewpoint);
    const restrictions = await restrictionsOn(this.database.reader, ids);
    return restrictions
      .filter(({ id }) => timeOfId(id) <= by)
      .map((restriction) => ({ ...restriction, until: untilAsKnown(restriction, by) }))
      .filter((restriction) => seesAll(viewpoint) || (restriction.from <= by && everBegan(restriction)));
  }

  private async eventsAbout(subjects: readonly string[], viewpoint: Viewpoint): Promise<EventHead[]> {
    const events = await headsAbout(this.database.reader, subjects, TOLD);
    return events.filter(({ at }) => at <= knownBy(viewpoint));
  }
}

/** The instant up to which events count, ms since the epoch: now, where the restrictions of now count. */
function knownBy(viewpoint: Viewpoint): number {
  return Math.max(viewpoint.at, restrictionsAlsoAt(viewpoint));
}

/** A post with every restriction that it and its account had had, in force or not. */
function withAll(post: StoredPost, restrictions: readonly Restriction[]): StoredPost {
  const on = (id: string): Restriction[] => restrictions.filter(({ subject }) => subject.id === id);
  const account: StoredAccount = { ...post.account, restrictions: on(post.account.id) };
  return { ...post, account, restrictions: on(post.id) };
}
