import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Account, Status } from '#contract';
import type { Database } from '#database';
import { accountsOn, postsLikedBy, statusesById, type ListedAccount } from '#projections';
import { AccountGate, Gate, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { readAccounts } from '../../feeds/read-accounts.js';
import { readMarked } from '../../feeds/read-marked.js';
import type { Paged } from '../../http/exit/paged.js';
import { PageBounds, PageQuery, pageRequestOf } from '../../http/paging/page.query.js';
import { Limit } from '../../http/requests/limit.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { readAt, View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { StatusesService } from './statuses.service.js';

/** Lists of accounts are twice as long as lists of posts, as Mastodon has it. */
class LikersQuery extends PageBounds {
  @Limit(80, 40)
  limit!: number;
}

/** Who likes a post and who passes it on, and what one likes oneself. */
@ApiTags('statuses')
@Controller('api/v1')
export class LikersController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly accounts: AccountGate,
    private readonly statuses: StatusesService,
  ) {}

  @Get('statuses/:id/favourited_by')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Who likes a post; 451 where it is withheld from the viewpoint' })
  async favouritedBy(
    @Param('id') id: string,
    @Query() query: LikersQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Account>> {
    const post = await this.statuses.original(id, viewpoint);
    const { reader } = this.database;
    const rows: Parameters<typeof readAccounts>[2]['rows'] = (page) =>
      accountsOn(reader, 'likers', post, viewpoint.at, page);
    return readAccounts(reader, this.accounts, { rows, apart: false }, viewpoint, pageRequestOf(query));
  }

  @Get('statuses/:id/reblogged_by')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Who re-posted a post; 451 where it is withheld from the viewpoint' })
  async rebloggedBy(
    @Param('id') id: string,
    @Query() query: LikersQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Account>> {
    const post = await this.statuses.original(id, viewpoint);
    const { reader } = this.database;
    const rows: Parameters<typeof readAccounts>[2]['rows'] = (page) =>
      accountsOn(reader, 'reposters', post, viewpoint.at, page);
    // A re-post may be restricted itself: then it is not told whose it is.
    const told = async (some: readonly ListedAccount[]): Promise<readonly ListedAccount[]> => {
      const ids = some.map((row) => row.id);
      const { posts } = await statusesById(reader, readAt(viewpoint), ids);
      const shown = new Set(this.gate.listed({ ids, posts }, viewpoint, 'syndication').ids);
      return some.filter((row) => shown.has(row.id));
    };
    return readAccounts(reader, this.accounts, { rows, told, apart: false }, viewpoint, pageRequestOf(query));
  }

  @Get('favourites')
  @Allows('favourites:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'The posts that one likes, the latest like first' })
  favourites(
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<Status>> {
    const { reader } = this.database;
    const rows: Parameters<typeof readMarked>[2] = (page) =>
      postsLikedBy(reader, viewer.id, viewpoint.at, page);
    return readMarked(reader, this.gate, rows, viewpoint, pageRequestOf(query));
  }
}
