import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Status } from '#contract';
import type { Database } from '#database';
import { normaliseTag, VENUE_IDS, type Feed, type VenueId } from '#domain';
import { scenarioById, type PageRequest } from '#projections';
import { Gate, type Viewer, type Viewpoint } from '#visibility';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { DATABASE } from '../../platform/tokens.js';
import { MayBeKept } from '../../kept/kept.interceptor.js';
import { readFeed } from '../../feeds/read-feed.js';
import { IsScenarioId } from '../../http/requests/is-scenario-id.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { pageRequestOf, PageQuery } from '../../http/paging/page.query.js';
import { SignedIn } from '../../access/signed-in.js';
import { Allows } from '../../access/route-permissions.js';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { Optional } from '../../http/requests/optional.js';
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

  @ApiPropertyOptional({
    description: 'Posts and replies of one scenario only, by its id',
  })
  @Optional()
  @IsScenarioId()
  scenario?: string;

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
@Allows('statuses:read')
@Controller('api/v1/timelines')
export class TimelinesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  /** Posts that are not re-posts, and but for a scenario no replies, newest first in story time. */
  @Get('public')
  @MayBeKept()
  @ApiOperation({ summary: 'The public timeline' })
  @ApiViewpoint()
  async public(@Query() query: PublicTimelineQuery, @View() viewpoint: Viewpoint): Promise<Paged<Status>> {
    const page = pageRequestOf(query);
    const feed = publicFeed(query);
    const { reader } = this.database;
    if (feed.name === 'scenario' && (await scenarioById(reader, feed.key ?? '')) === undefined)
      throw new RecordNotFoundException();
    const read = await readFeed(reader, this.gate, feed, viewpoint, boundsOf(query, page));
    return new Paged(read.statuses, read, page.limit, feed);
  }

  /** Posts of those whom one follows, and one's own; one follows whom one follows now, at any instant. */
  @Get('home')
  @Allows('home:read')
  @ApiOperation({ summary: 'The home timeline' })
  @ApiViewpoint()
  async home(
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Status>> {
    const page = pageRequestOf(query);
    const feed = { name: 'home', key: viewer.id } as const;
    const read = await readFeed(this.database.reader, this.gate, feed, viewpoint, page);
    return new Paged(read.statuses, read, page.limit);
  }

  /** Public posts and replies with a hashtag. */
  @Get('tag/:tag')
  @MayBeKept()
  @ApiOperation({ summary: 'A hashtag’s posts; what is withheld or limited is left out' })
  @ApiViewpoint()
  async tag(
    @Param('tag') tag: string,
    @Query() query: TagTimelineQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Status>> {
    const page = pageRequestOf(query);
    const feed = { name: 'hashtag', key: normaliseTag(tag) } as const;
    const { reader } = this.database;
    const read = await readFeed(reader, this.gate, feed, viewpoint, boundsOf(query, page));
    return new Paged(read.statuses, read, page.limit, feed);
  }
}

/** The bounds of a page; it holds nothing where only posts with media are asked for, as no post has any. */
function boundsOf({ only_media }: { only_media?: boolean }, page: PageRequest): PageRequest {
  return only_media === true ? { ...page, limit: 0 } : page;
}

/**
 * The feed that a query asks for: of one scenario, of one venue, of people here, or of everybody.
 *
 * @throws RefusedException where it asks for more than one
 */
function publicFeed({ scenario, venue, local }: PublicTimelineQuery): Feed {
  const asked = [scenario, venue, local === true ? 'local' : undefined].filter((one) => one !== undefined);
  if (asked.length > 1)
    throw RefusedException.invalid('scenario, venue and local', 'are three timelines: ask for one of them');
  if (scenario !== undefined) return { name: 'scenario', key: scenario };
  if (local === true) return { name: 'local', key: 'home' };
  return venue === undefined ? { name: 'public', key: null } : { name: 'venue', key: venue };
}
