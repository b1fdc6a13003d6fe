import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Status, Tag } from '#contract';
import type { Gated, Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { Plain } from '../../http/exit/plain.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { WholeNumber } from '../../http/requests/whole-number.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { PlaceQuery, placeOf } from './place.query.js';
import { Trends } from './trends.service.js';

const MOST_PASSED_OVER = 1_000;

class TrendsQuery extends PlaceQuery {
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: MOST_PASSED_OVER })
  @Optional()
  @WholeNumber(0, MOST_PASSED_OVER)
  offset?: number;
}

class TrendingTagsQuery extends TrendsQuery {
  @Limit(20, 10)
  limit!: number;
}

class TrendingStatusesQuery extends TrendsQuery {
  @Limit(40, 20)
  limit!: number;
}

@ApiTags('trends')
@Allows('statuses:read')
@Controller('api/v1/trends')
export class TrendsController {
  constructor(private readonly trends: Trends) {}

  @Get()
  @ApiViewpoint()
  @ApiOperation({ summary: 'Hashtags that trend, by the address that older clients ask for' })
  tagsV1(@Query() query: TrendingTagsQuery, @View() viewpoint: Viewpoint): Promise<Gated<Tag[]>> {
    return this.tags(query, viewpoint);
  }

  @Get('tags')
  @ApiViewpoint()
  @ApiOperation({
    summary: 'Hashtags that trend where one looks from; what is withheld there does not count',
  })
  tags(@Query() query: TrendingTagsQuery, @View() viewpoint: Viewpoint): Promise<Gated<Tag[]>> {
    const { limit, offset = 0 } = query;
    return this.trends.tags(viewpoint, placeOf(query), { limit, from: offset });
  }

  @Get('statuses')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Posts that trend where one looks from; what is withheld there is left out' })
  statuses(@Query() query: TrendingStatusesQuery, @View() viewpoint: Viewpoint): Promise<Gated<Status[]>> {
    const { limit, offset = 0 } = query;
    return this.trends.statuses(viewpoint, placeOf(query), { limit, from: offset });
  }

  @Get('links')
  @ApiOperation({ summary: 'Links that trend: none, as no link is looked into' })
  links(): Plain {
    return Plain.none();
  }
}
