import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Account, FamiliarFollowers, Relationship } from '#contract';
import type { Database } from '#database';
import { isId } from '#domain';
import { accountsById, accountsOn, familiarFollowers } from '#projections';
import { AccountGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { readAccounts } from '../../feeds/read-accounts.js';
import type { Paged } from '../../http/exit/paged.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { live, readAt, View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { AccountIdsQuery, AccountsQuery, FollowBody, RelationshipsQuery } from './relations.dto.js';
import { RelationsService } from './relations.service.js';

/** How many of those whom one follows are looked at, and how many are told of each account. */
const FAMILIAR = { among: 2_000, most: 10 };

/** Following, and who follows whom. */
@ApiTags('accounts')
@Controller('api/v1/accounts')
export class FollowsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: AccountGate,
    private readonly relations: RelationsService,
  ) {}

  @Get('relationships')
  @Allows('follows:read')
  @ApiOperation({ summary: 'What one has to do with some accounts, as it is now' })
  relationships(
    @Query() query: RelationshipsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship[]>> {
    const { id = [], with_suspended = false } = query;
    return this.relations.relationships(id, viewpoint, viewer, with_suspended);
  }

  @Get('familiar_followers')
  @Allows('follows:read')
  @ApiOperation({ summary: 'Those whom one follows who follow some accounts, at most ten of each' })
  async familiarFollowers(
    @Query() { id = [] }: AccountIdsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<FamiliarFollowers[]>> {
    const { reader } = this.database;
    const ids = [...new Set(id.filter(isId))];
    const found = await familiarFollowers(reader, viewer.id, ids, FAMILIAR);
    const all = [...new Set([...ids, ...[...found.values()].flat()])];
    const accounts = new Map(
      (await accountsById(reader, readAt(viewpoint), all)).map((account) => [account.id, account]),
    );
    const listed = ids.filter((one) => {
      const account = accounts.get(one);
      return account !== undefined && this.gate.lists(account, viewpoint);
    });
    return this.gate.familiar(
      listed.map((one) => ({
        id: one,
        accounts: (found.get(one) ?? []).flatMap((follower) => accounts.get(follower) ?? []),
      })),
      viewpoint,
    );
  }

  @Post(':id/follow')
  @Allows('follows:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Follow an account; 451 where it is withheld from the viewpoint' })
  follow(
    @Param('id') id: string,
    @Body() _: FollowBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.follow('follow-account', id, live(viewpoint), viewer);
  }

  @Post(':id/unfollow')
  @Allows('follows:delete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Follow an account no longer; open even where it is withheld' })
  unfollow(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Relationship>> {
    return this.relations.follow('unfollow-account', id, live(viewpoint), viewer);
  }

  @Get(':id/followers')
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Who follows an account; 451 where it is withheld from the viewpoint' })
  followers(
    @Param('id') id: string,
    @Query() query: AccountsQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Account>> {
    return this.list('followers', id, query, viewpoint);
  }

  @Get(':id/following')
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Whom an account follows; 451 where it is withheld from the viewpoint' })
  following(
    @Param('id') id: string,
    @Query() query: AccountsQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Account>> {
    return this.list('following', id, query, viewpoint);
  }

  /** An account and all under it: of one that is suspended the list is empty. */
  private async list(
    list: 'followers' | 'following',
    id: string,
    query: AccountsQuery,
    viewpoint: Viewpoint,
  ): Promise<Paged<Account>> {
    const isSuspended = (await this.relations.requireShown(id, viewpoint)) === 'suspended';
    const { reader } = this.database;
    const page = pageRequestOf(query);
    const asked = isSuspended ? { ...page, limit: 0 } : page;
    return readAccounts(
      reader,
      this.gate,
      { rows: (part) => accountsOn(reader, list, id, viewpoint.at, part), apart: false },
      viewpoint,
      asked,
    );
  }
}
