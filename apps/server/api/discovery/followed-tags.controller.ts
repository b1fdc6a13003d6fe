import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Tag } from '#contract';
import type { Viewer, Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { Paged } from '../../http/exit/paged.js';
import { PageBounds, pageRequestOf } from '../../http/paging/page.query.js';
import { Limit } from '../../http/requests/limit.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { FollowedTagsStore } from './followed-tags.store.js';
import { Searching } from './search.service.js';

class FollowedTagsQuery extends PageBounds {
  @Limit(200, 100)
  limit!: number;
}

@ApiTags('search')
@Controller('api/v1/followed_tags')
export class FollowedTagsController {
  constructor(
    private readonly store: FollowedTagsStore,
    private readonly searching: Searching,
  ) {}

  @Get()
  @Allows('follows:read')
  @ApiOperation({ summary: 'Hashtags that one follows, the latest first' })
  async list(
    @Query() query: FollowedTagsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Tag>> {
    const page = pageRequestOf(query);
    const rows = await this.store.page(viewer.id, page);
    const tags = await this.searching.named(
      rows.map(({ tag }) => tag),
      viewpoint,
    );
    return new Paged(tags, rows, page.limit);
  }
}
