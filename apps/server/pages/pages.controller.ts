import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Status } from '#contract';
import type { Database } from '#database';
import { isId, normaliseTag, type Feed, type StoredAccount } from '#domain';
import { authorityAt, limitedTags, ordersAt, type PageRequest } from '#projections';
import {
  Gate,
  OrderGate,
  type AuthorityProfile,
  type Gated,
  type Profile,
  type Viewpoint,
} from '#visibility';
import { readFeed } from '../feeds/read-feed.js';
import { admitted } from '../http/errors/admitted.js';
import { boundsAround } from '../http/exit/paged.js';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { DATABASE } from '../platform/tokens.js';
import { pageRequestOf, PageQuery } from '../http/paging/page.query.js';
import { orderReader, readAt, type RequestWithViewpoint, View } from '../http/viewpoint/viewpoint.js';
import { accountFeed, RSS_TYPE } from './account-feed.js';
import { accountPage } from './account-page.js';
import { authorityPage } from './authority-page.js';
import { ByAddress } from './by-address.service.js';
import { HTML_TYPE } from './layout.js';
import type { PageKind } from './page.js';
import { Pages } from './pages.service.js';
import { PageRoute, sendAsPage } from './route-kind.js';
import { isReplayed, scenarioOf, statusPage } from './status-page.js';
import { tagPage } from './tag-page.js';
import { Allows } from '../access/route-permissions.js';

/** Pages and feeds: what passed the gate, as HTML or RSS, without any script. */
@ApiTags('pages')
@Controller()
export class PagesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly orderGate: OrderGate,
    private readonly byAddress: ByAddress,
    private readonly pages: Pages,
  ) {}

  @Get('@:acct.rss')
  @Allows('statuses:read')
  @PageRoute('feed')
  @ApiOperation({ summary: 'An account’s public posts as RSS 2.0; 451 where the account is withheld' })
  async feed(
    @Param('acct') acct: string,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Profile>> {
    const account = await this.byAddress.account(acct, viewpoint);
    const feed = { name: 'syndication', key: account.id } as const;
    const { profile } = await this.profile(account, feed, viewpoint, FEED);
    const { provenance, noindex } = profile.value.account;
    const page = await this.pages.of('feed', request, provenance?.scenario ?? null);
    sendAsPage(reply, 'feed', noindex);
    return profile.as(RSS_TYPE, (value) => accountFeed(page, value));
  }

  @Get('@:acct')
  @Allows('statuses:read')
  @PageRoute('page')
  @ApiOperation({ summary: 'An account’s page; 451 where it is withheld from the viewpoint' })
  async account(
    @Param('acct') acct: string,
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Profile>> {
    const account = await this.byAddress.account(acct, viewpoint);
    const bounds = pageRequestOf(query);
    const feed = { name: 'account', key: account.id } as const;
    const { profile, older } = await this.profile(account, feed, viewpoint, bounds);
    const shown = profile.value.account;
    const page = await this.pages.of('page', request, shown.provenance?.scenario ?? null, [
      `account:${account.id}`,
    ]);
    sendAsPage(reply, 'page', shown.noindex || profile.value.statuses.some(isReplayed));
    return profile.as(HTML_TYPE, (value) => accountPage(page, value, older));
  }

  @Get('@:acct/:id')
  @Allows('statuses:read')
  @PageRoute('page')
  @ApiOperation({ summary: 'A post’s page; 451 where it is withheld from the viewpoint' })
  status(
    @Param('acct') acct: string,
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status>> {
    return this.statusAs('page', acct, id, viewpoint, request, reply);
  }

  @Get('@:acct/:id/embed')
  @Allows('statuses:read')
  @PageRoute('embed')
  @ApiOperation({
    summary: 'A post for a frame in others’ pages; 451 where it is withheld from the viewpoint',
  })
  embed(
    @Param('acct') acct: string,
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status>> {
    return this.statusAs('embed', acct, id, viewpoint, request, reply);
  }

  @Get('tags/:tag')
  @Allows('statuses:read')
  @PageRoute('page')
  @ApiOperation({ summary: 'A hashtag’s page; what is withheld or limited is left out' })
  async tag(
    @Param('tag') asked: string,
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status[]>> {
    const tag = normaliseTag(asked);
    const { reader } = this.database;
    const bounds = pageRequestOf(query);
    const feed = { name: 'hashtag', key: tag } as const;
    const read = await readFeed(reader, this.gate, feed, viewpoint, bounds);
    const { statuses } = read;
    const { older } = boundsAround(read, bounds.limit);
    const limited = (await limitedTags(reader, [tag], readAt(viewpoint))).has(tag);
    const page = await this.pages.of('page', request, scenarioOfAll(statuses.value), [`hashtag:${tag}`]);
    sendAsPage(reply, 'page', statuses.value.some(isReplayed));
    return statuses.as(HTML_TYPE, (value) => tagPage(page, value, { tag, limited, older }));
  }

  @Get('authorities/:id')
  @Allows('orders:read')
  @PageRoute('page')
  @ApiOperation({ summary: 'This server’s own page on an authority, with its orders that may be read' })
  async authority(
    @Param('id') id: string,
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<AuthorityProfile>> {
    const authority = isId(id) ? await authorityAt(this.database.reader, viewpoint.at, id) : undefined;
    if (authority === undefined) throw new RecordNotFoundException();
    const bounds = pageRequestOf(query);
    const orders = await ordersAt(this.database.reader, viewpoint.at, bounds, orderReader(viewpoint), {
      authority: id,
    });
    const profile = this.orderGate.authority(authority, orders, viewpoint);
    if (profile === null) throw new RecordNotFoundException();
    const page = await this.pages.of('page', request, authority.scenario, ['public']);
    sendAsPage(reply, 'page', authority.scenario !== null);
    const { older } = boundsAround({ ids: orders.map((order) => order.id) }, bounds.limit);
    return profile.as(HTML_TYPE, (value) => authorityPage(page, value, older));
  }

  /** An account with a page of one of its feeds, and the bound of the next. @throws as `admitted` does */
  private async profile(
    account: StoredAccount,
    feed: Feed,
    viewpoint: Viewpoint,
    bounds: PageRequest,
  ): Promise<{ profile: Gated<Profile>; older: string | null }> {
    const read = await readFeed(this.database.reader, this.gate, feed, viewpoint, bounds);
    const profile = admitted(this.gate.profile(account, read.statuses, viewpoint));
    return { profile, older: boundsAround(read, bounds.limit).older };
  }

  private async statusAs(
    kind: PageKind,
    acct: string,
    id: string,
    viewpoint: Viewpoint,
    request: RequestWithViewpoint,
    reply: FastifyReply,
  ): Promise<Gated<Status>> {
    const status = await this.byAddress.status(acct, id, viewpoint);
    const page = await this.pages.of(kind, request, scenarioOf(status.value), [
      `account:${status.value.account.id}`,
    ]);
    sendAsPage(reply, kind, kind === 'embed' || isReplayed(status.value));
    return status.as(HTML_TYPE, (value) => statusPage(page, value));
  }
}

/** The scenario that all of some posts are of; null where they are of several, or of people here. */
function scenarioOfAll(statuses: readonly Status[]): string | null {
  const [first, ...rest] = statuses.map(scenarioOf);
  return first !== undefined && rest.every((one) => one === first) ? first : null;
}

/** A feed holds what a first page does. */
const FEED: PageRequest = { limit: 20 };
