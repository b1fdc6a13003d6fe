import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Tag } from '#contract';
import { isTag, normaliseTag } from '#domain';
import type { Gated, Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { Searching } from './search.service.js';

@ApiTags('search')
@Controller('api/v1/tags')
export class TagsController {
  constructor(private readonly searching: Searching) {}

  /** In whatever case it is named, and whether anybody uses it or not, as Mastodon has it. */
  @Get(':tag')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'A hashtag, with how it is used where one looks from; 404 of what can be none' })
  show(@Param('tag') tag: string, @View() viewpoint: Viewpoint): Promise<Gated<Tag>> {
    const name = normaliseTag(tag);
    if (!isTag(name)) throw new RecordNotFoundException();
    return this.searching.tag(name, viewpoint);
  }
}
