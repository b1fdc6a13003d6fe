import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsBooleanString, IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Status } from '#contract';
import type { Database } from '#database';
import { normaliseTag, VENUE_IDS, type Feed, type VenueId } from '#domain';
import { scenarioById } from '#projections';
import { Gate, type Gated, type Viewpoint } from '#visibility';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { readFeed } from '../../feeds/read-feed.js';
import { IsScenarioId } from '../../http/requests/is-scenario-id.js';
import { isTrue } from '../../http/requests/is-true.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View, type RequestWithViewpoint } from '../../http/viewpoint/viewpoint.js';
import { linkPages, pageOf, PageQuery } from '../../http/paging/page.query.js';
import { Allows } from '../../access/route-permissions.js';

class PublicTimelineQuery extends PageQuery {
  @ApiPropertyOptional({ enum: VENUE_IDS, description: 'Posts of one venue only' })
  @IsOptional()
  @IsIn(VENUE_IDS)
  venue?: VenueId;

  @ApiPropertyOptional({ description: 'Posts of people here only: venue home' })
  @IsOptional()
  @IsBooleanString()
  local?: string;

  @ApiPropertyOptional({
    description: 'Posts and replies of one scenario only, such as 2021-india-twitter-koo',
  })
  @IsOptional()
  @IsScenarioId()
  scenario?: string;
}

@ApiTags('timelines')
@Allows('statuses:read')
@Controller('api/v1/timelines')
export class TimelinesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly origin: Origin,
  ) {}

  /** Posts that are not re-posts, and but for a scenario no replies, newest first in story time. */
  @Get('public')
  @ApiOperation({ summary: 'The public timeline' })
  @ApiViewpoint()
  async public(
    @Query() query: PublicTimelineQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status[]>> {
    const page = pageOf(query);
    const feed = publicFeed(query);
    const { reader } = this.database;
    if (feed.name === 'scenario' && (await scenarioById(reader, feed.key ?? '')) === undefined)
      throw new RecordNotFoundException();
    const { ids, statuses } = await readFeed(reader, this.gate, feed, viewpoint, page);
    linkPages(reply, request, this.origin.url, { ids }, page.limit);
    return statuses;
  }

  /** Public posts and replies with a hashtag. */
  @Get('tag/:tag')
  @ApiOperation({ summary: 'A hashtag’s posts; what is withheld or limited is left out' })
  @ApiViewpoint()
  async tag(
    @Param('tag') tag: string,
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status[]>> {
    const page = pageOf(query);
    const feed = { name: 'hashtag', key: normaliseTag(tag) } as const;
    const { ids, statuses } = await readFeed(this.database.reader, this.gate, feed, viewpoint, page);
    linkPages(reply, request, this.origin.url, { ids }, page.limit);
    return statuses;
  }
}

/**
 * The feed that a query asks for: of one scenario, of one venue, of people here, or of everybody.
 *
 * @throws RefusedException where it asks for more than one
 */
function publicFeed({ scenario, venue, local }: PublicTimelineQuery): Feed {
  const asked = [scenario, venue, isTrue(local) ? 'local' : undefined].filter((one) => one !== undefined);
  if (asked.length > 1)
    throw RefusedException.invalid('scenario, venue and local', 'are three timelines: ask for one of them');
  if (scenario !== undefined) return { name: 'scenario', key: scenario };
  if (isTrue(local)) return { name: 'local', key: 'home' };
  return venue === undefined ? { name: 'public', key: null } : { name: 'venue', key: venue };
}
