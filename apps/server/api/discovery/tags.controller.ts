import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Tag } from '#contract';
import { isTag, normaliseTag } from '#domain';
import type { Gated, Viewer, Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { live, View } from '../../http/viewpoint/viewpoint.js';
import { FollowedTagsStore, MOST_FOLLOWED_TAGS } from './followed-tags.store.js';
import { Searching } from './search.service.js';

@ApiTags('search')
@Controller('api/v1/tags')
export class TagsController {
  constructor(
    private readonly searching: Searching,
    private readonly followed: FollowedTagsStore,
  ) {}

  /** In whatever case it is named, and whether anybody uses it or not, as Mastodon has it. */
  @Get(':tag')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'A hashtag, with how it is used where one looks from; 404 of what can be none' })
  show(@Param('tag') tag: string, @View() viewpoint: Viewpoint): Promise<Gated<Tag>> {
    return this.searching.tag(nameOf(tag), viewpoint);
  }

  @Post(':tag/follow')
  @Allows('follows:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Follow a hashtag: what people post with it comes into one’s home, too' })
  async follow(
    @Param('tag') tag: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Tag>> {
    const name = nameOf(tag);
    if (!(await this.followed.follow(viewer.id, name)))
      throw RefusedException.invalid('tag', `is one too many: ${MOST_FOLLOWED_TAGS} can be followed`);
    return this.searching.tag(name, live(viewpoint), true);
  }

  @Post(':tag/unfollow')
  @Allows('follows:delete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Follow a hashtag no longer' })
  async unfollow(
    @Param('tag') tag: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Tag>> {
    const name = nameOf(tag);
    await this.followed.unfollow(viewer.id, name);
    return this.searching.tag(name, live(viewpoint), false);
  }
}

/**
 * The name of a hashtag, in whatever case it is written.
 *
 * @throws RecordNotFoundException of what can be none
 */
function nameOf(tag: string): string {
  const name = normaliseTag(tag);
  if (!isTag(name)) throw new RecordNotFoundException();
  return name;
}
