import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Status } from '#contract';
import type { Database } from '#database';
import { postingDefaultsOf } from '#identity';
import { Gate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { readMarked } from '../../feeds/read-marked.js';
import type { Paged } from '../../http/exit/paged.js';
import { Plain } from '../../http/exit/plain.js';
import { PageQuery, pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { StatusesService } from '../statuses/statuses.service.js';
import { MarkersBody, MarkersQuery } from './keeping.dto.js';
import { KeepingStore, TIMELINES } from './keeping.store.js';

/** As many as with Mastodon. */
const MOST_PINNED = 5;

/** Bookmarks, pins, muted threads, preferences and markers: what is one's own, and told to nobody else but for pins. */
@ApiTags('keeping')
@Controller('api/v1')
export class KeepingController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly statuses: StatusesService,
    private readonly store: KeepingStore,
  ) {}

  @Post('statuses/:id/bookmark')
  @Allows('bookmarks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Bookmark a post; 451 where it is withheld from the viewpoint' })
  async bookmark(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    await this.store.keep(viewer.id, await this.statuses.original(id, viewpoint), 'bookmark');
    return this.statuses.show(id, viewpoint);
  }

  @Post('statuses/:id/unbookmark')
  @Allows('bookmarks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a bookmark away; open even where the post is withheld' })
  unbookmark(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    return this.statuses.afterwards(id, viewpoint, (post) => this.store.drop(viewer.id, post, 'bookmark'));
  }

  @Get('bookmarks')
  @Allows('bookmarks:read')
  @ApiOperation({ summary: 'What one has bookmarked, the latest first' })
  bookmarks(
    @Query() query: PageQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Status>> {
    const rows: Parameters<typeof readMarked>[2] = (page) => this.store.page(viewer.id, 'bookmark', page);
    return readMarked(this.database.reader, this.gate, rows, viewpoint, pageRequestOf(query));
  }

  @Post('statuses/:id/mute')
  @Allows('mutes:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Mute the thread of a post: one is told of nothing in it; 451 where it is withheld',
  })
  async mute(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    await this.store.mute(viewer.id, await this.statuses.original(id, viewpoint));
    return this.statuses.show(id, viewpoint);
  }

  @Post('statuses/:id/unmute')
  @Allows('mutes:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mute the thread of a post no longer; open even where the post is withheld' })
  unmute(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    return this.statuses.afterwards(id, viewpoint, (post) => this.store.unmute(viewer.id, post));
  }

  @Post('statuses/:id/pin')
  @Allows('profile:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pin one’s own post to one’s profile, five at most' })
  async pin(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    await this.statuses.requirePinnable(id, viewpoint, viewer);
    const isKept = await this.store.keep(viewer.id, id, 'pin', MOST_PINNED);
    if (!isKept) throw StatusesService.unpinnable(`is one too many: ${MOST_PINNED} can be pinned`);
    return this.statuses.show(id, viewpoint);
  }

  @Post('statuses/:id/unpin')
  @Allows('profile:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pin one’s own post no longer' })
  unpin(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    return this.statuses.afterwards(id, viewpoint, (post) => this.store.drop(viewer.id, post, 'pin'));
  }

  @Get('preferences')
  @Allows('profile:read')
  @ApiOperation({ summary: 'One’s own settings for posting and reading' })
  async preferences(@SignedIn() viewer: Viewer): Promise<Plain> {
    const { privacy, sensitive, language } = await postingDefaultsOf(this.database.reader, viewer.id);
    return Plain.own({
      'posting:default:visibility': privacy,
      'posting:default:sensitive': sensitive,
      'posting:default:language': language,
      'reading:expand:media': 'default',
      'reading:expand:spoilers': false,
      'reading:autoplay:gifs': false,
    });
  }

  @Get('markers')
  @Allows('markers:read')
  @ApiOperation({ summary: 'How far one has read one’s timelines' })
  async markers(@Query() { timeline = [] }: MarkersQuery, @SignedIn() viewer: Viewer): Promise<Plain> {
    return Plain.own(await this.store.markers(viewer.id, timeline));
  }

  @Post('markers')
  @Allows('markers:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say how far one has read one’s timelines' })
  async mark(@Body() body: MarkersBody, @SignedIn() viewer: Viewer): Promise<Plain> {
    const read = TIMELINES.flatMap((timeline) => {
      const id = body[timeline]?.last_read_id;
      return id === undefined ? [] : [[timeline, id] as const];
    });
    return Plain.own(await this.store.mark(viewer.id, Object.fromEntries(read)));
  }
}
