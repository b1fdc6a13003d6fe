import { Controller, Get, NotImplementedException, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Status } from '#contract';
import type { Gated, Viewpoint } from '#visibility';
import { Optional } from '../http/requests/optional.js';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { Origin } from '../platform/origin.js';
import { namedHere } from '../http/requests/named-here.js';
import { WholeNumber } from '../http/requests/whole-number.js';
import { ApiViewpoint } from '../http/viewpoint/viewpoint.openapi.js';
import { View, type RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { ByAddress } from './by-address.service.js';
import { oembedOf } from './oembed.js';
import { Pages } from './pages.service.js';
import { isReplayed, scenarioOf } from './status-page.js';
import { Allows } from '../access/route-permissions.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const FORMATS = ['json', 'xml'] as const;

class OEmbedQuery {
  @ApiProperty({ description: 'The address of a post’s page' })
  @MaxLength(2_000)
  @IsString()
  url!: string;

  @ApiPropertyOptional({ minimum: 1, description: 'CSS pixels' })
  @Optional()
  @WholeNumber(1, Number.MAX_SAFE_INTEGER)
  maxwidth?: number;

  @ApiPropertyOptional({ minimum: 1, description: 'CSS pixels' })
  @Optional()
  @WholeNumber(1, Number.MAX_SAFE_INTEGER)
  maxheight?: number;

  @ApiPropertyOptional({ enum: FORMATS, description: 'json; xml is a 501' })
  @Optional()
  @IsIn(FORMATS)
  format?: (typeof FORMATS)[number];
}

/** @see https://oembed.com */
@ApiTags('pages')
@Allows('statuses:read')
@Controller('api/oembed')
export class OEmbedController {
  constructor(
    private readonly byAddress: ByAddress,
    private readonly origin: Origin,
    private readonly pages: Pages,
  ) {}

  @Get()
  @ApiViewpoint()
  @ApiOperation({ summary: 'How to embed a post (oEmbed 1.0); 451 where it is withheld from the viewpoint' })
  async oembed(
    @Query() { url, format = 'json', maxwidth = Infinity, maxheight = Infinity }: OEmbedQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status>> {
    if (format === 'xml') throw new NotImplementedException('Only format=json is given');
    const named = namedHere(url, this.origin.url);
    if (named === null || named === 'elsewhere' || named.type !== 'post') throw new RecordNotFoundException();
    const status = await this.byAddress.status(named.acct, named.id, viewpoint);
    const page = await this.pages.of('page', request, scenarioOf(status.value));
    if (isReplayed(status.value)) void reply.header('x-robots-tag', 'noindex');
    const max = { width: maxwidth, height: maxheight };
    return status.as(JSON_TYPE, (value) => JSON.stringify(oembedOf(page, value, max)));
  }
}
