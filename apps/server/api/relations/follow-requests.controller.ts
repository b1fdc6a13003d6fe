import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Account, Relationship } from '#contract';
import type { Database } from '#database';
import { accountsOn } from '#projections';
import { AccountGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { readAccounts } from '../../feeds/read-accounts.js';
import type { Paged } from '../../http/exit/paged.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { live, View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { AccountsQuery } from './relations.dto.js';
import { RelationsService } from './relations.service.js';

/** Who asks to follow one, and what they are answered: told to the two of them alone. */
@ApiTags('accounts')
@Controller('api/v1/follow_requests')
export class FollowRequestsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: AccountGate,
    private readonly relations: RelationsService,
  ) {}

  @Get()
  @Allows('follows:read')
  @ApiOperation({ summary: 'Who asks to follow one, the latest first' })
  list(
    @Query() query: AccountsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Account>> {
    const { reader } = this.database;
    return readAccounts(
      reader,
      this.gate,
      { rows: (part) => accountsOn(reader, 'requesters', viewer.id, viewpoint.at, part), apart: true },
      viewpoint,
      pageRequestOf(query),
    );
  }

  @Post(':id/authorize')
  @Allows('follows:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let an account follow one that asks to; 451 where it is withheld' })
  authorize(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.follow('authorize-follow', id, live(viewpoint), viewer);
  }

  @Post(':id/reject')
  @Allows('follows:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Do not let an account follow one that asks to; open even where it is withheld' })
  reject(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.follow('reject-follow', id, live(viewpoint), viewer);
  }
}
