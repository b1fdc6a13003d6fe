import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus } from '#commands';
import type { Account, CredentialAccount, Status } from '#contract';
import type { Database } from '#database';
import { isId, normaliseTag, parseAcct } from '#domain';
import { isReserved, resemblesCast, signUp } from '#identity';
import { accountAt } from '#projections';
import { Gate, viewerOf, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { admitted } from '../../http/errors/admitted.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { Clock } from '../../platform/clock.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { readFeed } from '../../feeds/read-feed.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { MayBeKept } from '../../kept/kept.interceptor.js';
import { Allows } from '../../access/route-permissions.js';
import { Paged } from '../../http/exit/paged.js';
import { SignedIn } from '../../access/signed-in.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { live, readAt, View } from '../../http/viewpoint/viewpoint.js';
import {
  AccountsByIdQuery,
  AccountSearchQuery,
  AccountStatusesQuery,
  LookupQuery,
  SignUpBody,
} from './accounts.dto.js';
import { readMarked } from '../../feeds/read-marked.js';
import { KeepingStore } from '../keeping/keeping.store.js';
import { FoundAccounts, withoutHost } from './found-accounts.js';
import { UpdateCredentialsBody } from './profile.dto.js';
import { ProfileService } from './profile.service.js';

@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly origin: Origin,
    private readonly found: FoundAccounts,
    private readonly profile: ProfileService,
    private readonly keeping: KeepingStore,
  ) {}

  @Post()
  @Allows('accounts:create')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign up; answers with a bearer token' })
  async signUp(@Body() body: SignUpBody): Promise<Plain> {
    const { username, email, password } = body;
    if (isReserved(username)) throw RefusedException.invalid('username', 'is kept for who runs this place');
    if (await resemblesCast(this.database.reader, [username])) {
      throw RefusedException.invalid(
        'username',
        'resembles someone in the replay; nobody speaks as them here',
      );
    }
    const signedUp = await signUp(
      this.database,
      this.bus,
      { username, email, password, role: 'reader' },
      () => this.clock.now(),
    );
    if (!signedUp.ok) {
      if (signedUp.refusal.kind === 'withheld') throw new RecordNotFoundException();
      if (signedUp.refusal.kind === 'conflict') {
        throw RefusedException.invalid('username', 'has already been taken');
      }
      throw new RefusedException(signedUp.refusal);
    }
    const { token, scope, createdAt } = signedUp.token;
    return Plain.token({ access_token: token, token_type: 'Bearer', scope, created_at: createdAt });
  }

  @Get('verify_credentials')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Who the token belongs to' })
  verifyCredentials(
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<CredentialAccount>> {
    return this.profile.own(viewpoint, viewer);
  }

  @Patch('update_credentials')
  @Allows('profile:write')
  @ApiOperation({ summary: 'What one’s account says of itself, and its settings; what is left out stays' })
  updateCredentials(
    @Body() body: UpdateCredentialsBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<CredentialAccount>> {
    return this.profile.update(body, viewpoint, viewer);
  }

  @Get('lookup')
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'An account by its handle; 451 where it is withheld from the viewpoint' })
  lookup(@Query() { acct }: LookupQuery, @View() viewpoint: Viewpoint): Promise<Gated<Account>> {
    const handleKey = parseAcct(withoutHost(acct, this.origin.url));
    if (handleKey === null) throw new RecordNotFoundException();
    return this.shown({ handleKey }, viewpoint);
  }

  @Get('search')
  @Allows('accounts:search')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Accounts by how their handles begin; what is withheld or limited is left out' })
  search(
    @Query() query: AccountSearchQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Account[]>> {
    const { limit, offset = 0, following = false } = query;
    const q = withoutHost(query.q.trim(), this.origin.url);
    return this.found.byHandle(
      q,
      { limit, from: offset, followedBy: following ? viewer.id : null },
      viewpoint,
    );
  }

  @Get()
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Some accounts by id; what is withheld, suspended or not there is left out' })
  byId(@Query() { id = [] }: AccountsByIdQuery, @View() viewpoint: Viewpoint): Promise<Gated<Account[]>> {
    return this.found.byId(id.filter(isId), viewpoint);
  }

  @Get(':id/featured_tags')
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Hashtags that an account features: none here' })
  featuredTags(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Plain> {
    return this.noneOf(id, viewpoint);
  }

  @Get(':id/endorsements')
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Accounts that an account features: none here' })
  endorsements(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Plain> {
    return this.noneOf(id, viewpoint);
  }

  @Get(':id/lists')
  @Allows('lists:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One’s own lists that an account is on: none here' })
  lists(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Plain> {
    return this.noneOf(id, viewpoint);
  }

  @Get(':id')
  @MayBeKept()
  @Allows('accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'An account; 451 where it is withheld from the viewpoint' })
  show(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<Account>> {
    if (!isId(id)) throw new RecordNotFoundException();
    return this.shown({ id }, viewpoint);
  }

  @Get(':id/statuses')
  @Allows('statuses:read')
  @ApiViewpoint()
  @ApiOperation({
    summary: 'An account’s posts and re-posts; 451 where the account is withheld from the viewpoint',
  })
  async statuses(
    @Param('id') id: string,
    @Query() query: AccountStatusesQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<Status>> {
    if (!isId(id)) throw new RecordNotFoundException();
    // An account and all under it: what is withheld as a whole is not listed either.
    await this.shown({ id }, viewpoint);
    const page = pageRequestOf(query);
    const { tagged } = query;
    const without = {
      replies: query.exclude_replies === true,
      reposts: query.exclude_reblogs === true,
      ...(tagged === undefined ? {} : { untagged: normaliseTag(tagged) }),
    };
    const { reader } = this.database;
    const feed = { name: tagged === undefined ? 'account' : 'tagged', key: id } as const;
    // Nothing has media.
    const asked = query.only_media === true ? { ...page, limit: 0 } : page;
    if (query.pinned === true) {
      const rows: Parameters<typeof readMarked>[2] = (part) => this.keeping.page(id, 'pin', part);
      return readMarked(reader, this.gate, rows, viewpoint, asked, 'account');
    }
    const read = await readFeed(reader, this.gate, feed, viewpoint, asked, without);
    return new Paged(read.statuses, read, page.limit);
  }

  /** An empty list of an account that is shown. @throws as `show` does */
  private async noneOf(id: string, viewpoint: Viewpoint): Promise<Plain> {
    if (!isId(id)) throw new RecordNotFoundException();
    await this.shown({ id }, viewpoint);
    return Plain.none();
  }

  private async shown(
    by: { id: string } | { handleKey: string },
    viewpoint: Viewpoint,
  ): Promise<Gated<Account>> {
    // One's own account is as it is now, whatever instant one looks as of.
    const isOwn = 'id' in by && by.id === viewerOf(viewpoint);
    const look = isOwn && !viewpoint.live ? live(viewpoint) : viewpoint;
    const account = await accountAt(this.database.reader, readAt(look), by);
    if (account === undefined) throw new RecordNotFoundException();
    return admitted(this.gate.account(account, look));
  }
}
