import { Controller, Get, Inject, Query, UnauthorizedException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Search } from '#contract';
import type { Database } from '#database';
import { scenarioById } from '#projections';
import type { Gated, Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { placeOf } from './place.query.js';
import { SearchQuery } from './search.query.js';
import { Searching } from './search.service.js';

@ApiTags('search')
@Allows('search:read')
@Controller('api/v2/search')
export class SearchController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly searching: Searching,
  ) {}

  @Get()
  @ApiViewpoint()
  @ApiOperation({ summary: 'Accounts, posts and hashtags; what is withheld or limited is left out' })
  async search(@Query() query: SearchQuery, @View() viewpoint: Viewpoint): Promise<Gated<Search>> {
    const { q, type = null, following = false, account_id: by = null, offset = 0, limit } = query;
    requireAccount(query, viewpoint);
    const place = placeOf(query);
    const { scenario } = query;
    if (scenario !== undefined && (await scenarioById(this.database.reader, scenario)) === undefined)
      throw new RecordNotFoundException();
    return this.searching.find(
      {
        q: q.trim(),
        type,
        place,
        following,
        by,
        page: { limit, maxId: query.max_id, minId: query.min_id },
        from: offset,
      },
      viewpoint,
    );
  }
}

/**
 * Refuses whoever has not signed in what Mastodon refuses them.
 *
 * @throws UnauthorizedException
 */
function requireAccount({ offset, resolve, following }: SearchQuery, { viewer }: Viewpoint): void {
  if (viewer !== null) return;
  if (offset !== undefined)
    throw new UnauthorizedException('Search queries pagination is not supported without authentication');
  if (resolve === true)
    throw new UnauthorizedException(
      'Search queries that resolve remote resources are not supported without authentication',
    );
  if (following === true)
    throw new UnauthorizedException('Whom one follows is not known without authentication');
}
