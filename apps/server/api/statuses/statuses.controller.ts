import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Context, ScheduledStatus, Status, StatusEdit, StatusSource } from '#contract';
import { isId } from '#domain';
import type { Gated, Viewer, Viewpoint } from '#visibility';
import { Plain } from '../../http/exit/plain.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { IDEMPOTENCY_HEADER, idempotencyKey } from '../../http/requests/idempotency-key.js';
import { MayBeKept } from '../../kept/kept.interceptor.js';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { EditStatusBody, PostStatusBody, ReblogBody, StatusesByIdQuery } from './statuses.dto.js';
import { ScheduledService } from './scheduled.service.js';
import { StatusesService, subjectOf } from './statuses.service.js';

@ApiTags('statuses')
@Controller('api/v1/statuses')
export class StatusesController {
  constructor(
    private readonly statuses: StatusesService,
    private readonly scheduled: ScheduledService,
  ) {}

  @Post()
  @Allows('statuses:write')
  @HttpCode(200)
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiOperation({ summary: 'Post, reply or quote, now or later' })
  async post(
    @Body() body: PostStatusBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @Headers('idempotency-key') key?: string,
  ): Promise<Gated<Status> | Gated<ScheduledStatus>> {
    const { language, sensitive, visibility } = await this.statuses.defaultsFor(body, viewer);
    const post = {
      text: body.status,
      language,
      spoiler_text: body.spoiler_text ?? '',
      sensitive,
      visibility,
      in_reply_to: body.in_reply_to_id ?? null,
      quote_of: body.quoted_status_id ?? null,
    };
    const asked = { ...viewpoint, viewer };
    const once = idempotencyKey(key);
    if (body.scheduled_at !== undefined && this.scheduled.isAhead(body.scheduled_at))
      return this.scheduled.schedule(post, body.scheduled_at, asked, once);
    const done = await this.scheduled.postNow(post, asked, once);
    // The quoted post is read for this post's author, with what they did with it.
    const read = post.quote_of === null ? 'shownWritten' : 'shown';
    return this.statuses[read](subjectOf(done), viewpoint, done);
  }

  @Get()
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Some posts by id; what is withheld is a tombstone, what is gone left out' })
  byId(@Query() { id = [] }: StatusesByIdQuery, @View() viewpoint: Viewpoint): Promise<Gated<Status[]>> {
    return this.statuses.byId(id.filter(isId), viewpoint);
  }

  @Get(':id')
  @MayBeKept()
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One post; 451 where it is withheld from the viewpoint' })
  show(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<Status>> {
    return this.statuses.show(id, viewpoint);
  }

  @Get(':id/context')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'The thread around a post; 451 where the post is withheld from the viewpoint' })
  context(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<Context>> {
    return this.statuses.thread(id, viewpoint);
  }

  @Put(':id')
  @Allows('statuses:write')
  @ApiOperation({ summary: 'Change the words of one’s own post' })
  async edit(
    @Param('id') id: string,
    @Body() body: EditStatusBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    const done = await this.statuses.ask(
      'edit-post',
      {
        post: id,
        text: body.status,
        language: body.language ?? null,
        spoiler_text: body.spoiler_text ?? '',
        sensitive: body.sensitive ?? false,
      },
      { ...viewpoint, viewer },
    );
    return this.statuses.shown(id, viewpoint, done);
  }

  @Get(':id/history')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'The words that a post has had; 451 where it is withheld from the viewpoint' })
  history(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<StatusEdit[]>> {
    return this.statuses.history(id, viewpoint);
  }

  @Get(':id/source')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'The words of a post as they were written, to be edited' })
  source(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<StatusSource>> {
    return this.statuses.source(id, viewpoint);
  }

  /** Answers with the post and its `text`, as Mastodon does for redrafting; whatever it rests on, it can be deleted. */
  @Delete(':id')
  @Allows('statuses:delete')
  @ApiOperation({ summary: 'Delete one’s own post' })
  async delete(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status> | Plain> {
    const before = await this.statuses.redraft(id, viewpoint);
    await this.statuses.ask('delete-post', { post: id }, { ...viewpoint, viewer });
    return before ?? Plain.empty();
  }

  @Post(':id/favourite')
  @Allows('favourites:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Like a post' })
  async favourite(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    const done = await this.statuses.ask('like-post', { post: id }, { ...viewpoint, viewer });
    return this.statuses.shown(subjectOf(done), viewpoint, done);
  }

  @Post(':id/unfavourite')
  @Allows('favourites:delete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Undo a like; open even where the post is withheld' })
  unfavourite(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    return this.statuses.undo('unlike-post', id, { ...viewpoint, viewer });
  }

  @Post(':id/reblog')
  @Allows('reblogs:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Re-post' })
  async reblog(
    @Param('id') id: string,
    @Body() body: ReblogBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    const done = await this.statuses.ask(
      'repost-post',
      { post: id, visibility: body.visibility ?? 'public' },
      { ...viewpoint, viewer },
    );
    return this.statuses.shown(subjectOf(done), viewpoint, done);
  }

  @Post(':id/unreblog')
  @Allows('reblogs:delete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Undo a re-post; open even where the post is withheld' })
  unreblog(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Status>> {
    return this.statuses.undo('undo-repost', id, { ...viewpoint, viewer });
  }
}
