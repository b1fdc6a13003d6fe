import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Status } from '#contract';
import type { Database } from '#database';
import { normaliseTag, VENUE_IDS, type Feed, type VenueId } from '#domain';
import { limitedTags, scenarioById, type PageRequest } from '#projections';
import { Gate, seesAll, type Viewer, type Viewpoint } from '#visibility';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { DATABASE } from '../../platform/tokens.js';
import { MayBeKept } from '../../kept/kept.interceptor.js';
import { readFeed } from '../../feeds/read-feed.js';
import { IsScenarioId } from '../../http/requests/is-scenario-id.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { readAt, View } from '../../http/viewpoint/viewpoint.js';
import { pageRequestOf, PageQuery } from '../../http/paging/page.query.js';
import { SignedIn } from '../../access/signed-in.js';
import { Allows } from '../../access/route-permissions.js';
import { AsList } from '../../http/requests/as-list.js';
import { IsTag } from '../../http/requests/is-tag.js';
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

/** As many as Mastodon takes of each. */
const MOST_TAGS = 4;

/** Some hashtags, with or without `#`. */
function Hashtags(description: string): PropertyDecorator {
  return (target, key) => {
    const name = `${String(key)}[]`;
    for (const decorator of [
      ApiPropertyOptional({ name, type: [String], maxItems: MOST_TAGS, description }),
      Optional(),
      IsTag({ each: true }),
      AsList(MOST_TAGS),
    ])
      decorator(target, key);
  };
}

class TagTimelineQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'Posts with media alone: there are none' })
  @Optional()
  @AsBoolean()
  only_media?: boolean;

  @Hashtags('Posts with any of these, too')
  any?: string[];

  @Hashtags('Posts alone that have all of these, too')
  all?: string[];

  @Hashtags('Posts alone that have none of these')
  none?: string[];

  @ApiPropertyOptional({ type: Boolean, description: 'Posts of people here only: venue home' })
  @Optional()
  @AsBoolean()
  local?: boolean;

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

  /** Public posts and replies with a hashtag, or with any of several. One that is limited is as one that nobody uses. */
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
    const { reader } = this.database;
    const [any = [], all, none] = [query.any, query.all, query.none].map((tags) => tags?.map(normaliseTag));
    const named = [normaliseTag(tag), ...any];
    const limited = seesAll(viewpoint) ? null : await limitedTags(reader, named, readAt(viewpoint));
    const [key = normaliseTag(tag), ...others] = named.filter((one) => limited?.has(one) !== true);
    const feed = { name: 'hashtag', key } as const;
    const read = await readFeed(reader, this.gate, feed, viewpoint, boundsOf(query, page), {
      any: others,
      ...(all === undefined ? {} : { all }),
      ...(none === undefined ? {} : { none }),
      ...(query.local === true ? { place: { venue: 'home' } } : {}),
    });
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
