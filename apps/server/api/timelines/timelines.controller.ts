import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Status } from '#contract';
import type { Database } from '#database';
import { normaliseTag, VENUE_IDS, type VenueId } from '#domain';
import { emptyPage, publicTimeline, tagTimeline } from '#projections';
import { Gate, type Viewpoint } from '#visibility';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { Optional } from '../../http/requests/optional.js';
import { DATABASE } from '../../platform/tokens.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { readAt, View } from '../../http/viewpoint/viewpoint.js';
import { pageOf, PageQuery } from '../../http/paging/page.query.js';
import { Paged } from '../../http/exit/paged.js';

class PublicTimelineQuery extends PageQuery {
  @ApiPropertyOptional({ enum: VENUE_IDS, description: 'Posts of one venue only' })
  @Optional()
  @IsIn(VENUE_IDS)
  venue?: VenueId;

  @ApiPropertyOptional({ type: Boolean, description: 'Posts of people here only: venue home' })
  @Optional()
  @AsBoolean()
  local?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Posts with media alone: there are none' })
  @Optional()
  @AsBoolean()
  only_media?: boolean;

  @Unsupported('is not supported here: name a venue')
  remote?: unknown;
}

class TagTimelineQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'Posts with media alone: there are none' })
  @Optional()
  @AsBoolean()
  only_media?: boolean;

  @Unsupported()
  any?: unknown;

  @Unsupported()
  all?: unknown;

  @Unsupported()
  none?: unknown;

  @Unsupported()
  local?: unknown;

  @Unsupported()
  remote?: unknown;
}

@ApiTags('timelines')
@Controller('api/v1/timelines')
export class TimelinesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  /** Posts that are neither replies nor re-posts, newest first in story time. */
  @Get('public')
  @ApiOperation({ summary: 'The public timeline' })
  @ApiViewpoint()
  async public(@Query() query: PublicTimelineQuery, @View() viewpoint: Viewpoint): Promise<Paged<Status>> {
    const page = pageOf(query);
    const venue = query.local === true ? 'home' : query.venue;
    const posts =
      query.only_media === true
        ? emptyPage()
        : await publicTimeline(this.database.reader, readAt(viewpoint), page, { venue });
    return new Paged(this.gate.publicTimeline(posts, viewpoint), posts, page.limit);
  }

  /** Public posts and replies with a hashtag. */
  @Get('tag/:tag')
  @ApiOperation({ summary: 'A hashtag’s posts; what is withheld or limited is left out' })
  @ApiViewpoint()
  async tag(
    @Param('tag') tag: string,
    @Query() query: TagTimelineQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Status>> {
    const page = pageOf(query);
    const { reader } = this.database;
    const posts =
      query.only_media === true
        ? emptyPage()
        : await tagTimeline(reader, readAt(viewpoint), page, normaliseTag(tag), viewpoint);
    return new Paged(this.gate.found(posts, viewpoint), posts, page.limit);
  }
}
