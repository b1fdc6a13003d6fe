import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Account, Relationship } from '#contract';
import type { Database } from '#database';
import { AccountGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { readAccounts } from '../../feeds/read-accounts.js';
import type { Paged } from '../../http/exit/paged.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { live, View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { AccountsQuery, MuteBody, NoteBody } from './relations.dto.js';
import { RelationsService } from './relations.service.js';
import { RelationsStore } from './relations.store.js';

/** Blocking and muting, and notes on accounts: open on what is withheld, and told to nobody else. */
@ApiTags('accounts')
@Controller('api/v1')
export class ApartController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: AccountGate,
    private readonly relations: RelationsService,
    private readonly store: RelationsStore,
  ) {}

  @Post('accounts/:id/block')
  @Allows('blocks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Block an account: neither follows the other any more' })
  block(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.block(id, live(viewpoint), viewer);
  }

  @Post('accounts/:id/unblock')
  @Allows('blocks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Block an account no longer' })
  unblock(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.end(id, 'block', live(viewpoint), viewer);
  }

  @Post('accounts/:id/mute')
  @Allows('mutes:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mute an account' })
  mute(
    @Param('id') id: string,
    @Body() { notifications = true }: MuteBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.mute(id, notifications, live(viewpoint), viewer);
  }

  @Post('accounts/:id/unmute')
  @Allows('mutes:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mute an account no longer' })
  unmute(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.end(id, 'mute', live(viewpoint), viewer);
  }

  @Post('accounts/:id/note')
  @Allows('profile:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write down something about an account, for oneself' })
  note(
    @Param('id') id: string,
    @Body() { comment = '' }: NoteBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.note(id, comment, live(viewpoint), viewer);
  }

  @Get('blocks')
  @Allows('blocks:read')
  @ApiOperation({ summary: 'Whom one blocks, the latest first' })
  blocks(
    @Query() query: AccountsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Account>> {
    return this.list('block', query, viewpoint, viewer);
  }

  @Get('mutes')
  @Allows('mutes:read')
  @ApiOperation({ summary: 'Whom one mutes, the latest first' })
  mutes(
    @Query() query: AccountsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Account>> {
    return this.list('mute', query, viewpoint, viewer);
  }

  private list(
    how: 'block' | 'mute',
    query: AccountsQuery,
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Paged<Account>> {
    return readAccounts(
      this.database.reader,
      this.gate,
      { rows: (part) => this.store.page(viewer.id, how, part), apart: true },
      viewpoint,
      pageRequestOf(query),
    );
  }
}
