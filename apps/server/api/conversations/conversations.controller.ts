import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Conversation } from '#contract';
import { isId } from '#domain';
import { gateConversations, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { Plain } from '../../http/exit/plain.js';
import { pageRequestOf, PageQuery } from '../../http/paging/page.query.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { live, LooksBack, View } from '../../http/viewpoint/viewpoint.js';
import { ConversationsService, type ShownConversation } from './conversations.service.js';
import { ConversationsStore } from './conversations.store.js';

/** The viewer's conversations: threads of posts that are for whom they mention, as far as they are for the viewer. */
@ApiTags('conversations')
@Controller('api/v1/conversations')
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly store: ConversationsStore,
  ) {}

  @Get()
  @Allows('home:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One’s own conversations, by their last posts, the latest first' })
  async list(
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Paged<Conversation>> {
    const page = pageRequestOf(query);
    // Whoever is signed in as of the past had none there.
    if (looksBack) return new Paged(gateConversations([]), [], page.limit);
    const filled = await this.conversations.page(viewer, viewpoint, page);
    return new Paged(gateConversations(filled.shown), filled, page.limit);
  }

  @Delete(':id')
  @Allows('conversations:write')
  @ApiOperation({ summary: 'Remove a conversation from one’s own, until somebody posts in it again' })
  async remove(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Plain> {
    const { lastPost } = await this.find(id, viewer, viewpoint);
    await this.store.remove(viewer.id, id, lastPost);
    return Plain.empty();
  }

  @Post(':id/read')
  @Allows('conversations:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark a conversation as read' })
  read(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Conversation>> {
    return this.mark(id, viewer, viewpoint, false);
  }

  @Post(':id/unread')
  @Allows('conversations:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark a conversation as unread' })
  unread(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Conversation>> {
    return this.mark(id, viewer, viewpoint, true);
  }

  private async mark(
    talk: string,
    viewer: Viewer,
    viewpoint: Viewpoint,
    unread: boolean,
  ): Promise<Gated<Conversation>> {
    const { id } = await this.find(talk, viewer, viewpoint);
    await this.store.mark(viewer.id, talk, id, unread);
    return (await this.find(talk, viewer, viewpoint)).shown;
  }

  /** @throws RecordNotFoundException where the viewer is in none that is called so, or shown nothing of it */
  private async find(
    id: string,
    viewer: Viewer,
    viewpoint: Viewpoint,
  ): Promise<ShownConversation & { lastPost: string }> {
    const found = isId(id) ? await this.conversations.one(id, viewer, live(viewpoint)) : null;
    if (found === null) throw new RecordNotFoundException();
    return found;
  }
}
