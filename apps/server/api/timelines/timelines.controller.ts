import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsBooleanString, IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Status } from '#contract';
import type { Database } from '#database';
import { normaliseTag, VENUE_IDS, type VenueId } from '#domain';
import { publicTimeline, tagTimeline } from '#projections';
import { Gate, type Gated, type Viewpoint } from '#visibility';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { isTrue } from '../../http/requests/is-true.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { readAt, View, type RequestWithViewpoint } from '../../http/viewpoint/viewpoint.js';
import { linkPages, pageOf, PageQuery } from '../../http/paging/page.query.js';

class PublicTimelineQuery extends PageQuery {
  @ApiPropertyOptional({ enum: VENUE_IDS, description: 'Posts of one venue only' })
  @IsOptional()
  @IsIn(VENUE_IDS)
  venue?: VenueId;

  @ApiPropertyOptional({ description: 'Posts of people here only: venue home' })
  @IsOptional()
  @IsBooleanString()
  local?: string;
}

@ApiTags('timelines')
@Controller('api/v1/timelines')
export class TimelinesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly origin: Origin,
  ) {}

  /** Posts that are neither replies nor re-posts, newest first in story time. */
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
    const venue = isTrue(query.local) ? 'home' : query.venue;
    const posts = await publicTimeline(this.database.reader, readAt(viewpoint), page, { venue });
    linkPages(reply, request, this.origin.url, posts, page.limit);
    return this.gate.publicTimeline(posts, viewpoint);
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
    const { reader } = this.database;
    const posts = await tagTimeline(reader, readAt(viewpoint), page, normaliseTag(tag), viewpoint);
    linkPages(reply, request, this.origin.url, posts, page.limit);
    return this.gate.found(posts, viewpoint);
  }
}
