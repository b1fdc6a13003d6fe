import { ConflictException, Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import type { Config } from '#config';
import type { Tape } from '#contract';
import { LANGUAGES, Packed, type Gated, type Language, type Viewpoint } from '#visibility';
import { Open } from '../../access/route-permissions.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Kept } from '../../http/exit/kept.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { CONFIG } from '../../platform/tokens.js';
import { MOST_MOMENTS, NotOfThisTape, Tapes } from '../../tapes/tapes.js';

class TapeQuery {
  @ApiPropertyOptional({
    description: 'A country (ISO 3166-1 alpha-2), or elsewhere; else where the request comes from',
  })
  @Optional()
  view_from?: string;

  @ApiPropertyOptional({ enum: LANGUAGES, description: 'Of what the platform says; else by Accept-Language' })
  @Optional()
  @IsIn(LANGUAGES)
  lang?: Language;

  @ApiPropertyOptional({ description: '`next` or `cursor` of another page' })
  @Optional()
  @Matches(/^[\w-]{16}$/, { message: '$property is the next or cursor of a page of this tape' })
  since?: string;

  @Limit(MOST_MOMENTS, MOST_MOMENTS)
  limit!: number;

  @Unsupported('is not for a tape, which holds every instant')
  view_at?: unknown;
}

@ApiTags('scenarios')
@Open()
@Controller('api/v1/scenarios')
export class TapeController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly tapes: Tapes,
  ) {}

  /** The tape of a scenario: how what the public sees of it from one place changes, moment by moment. */
  @Get(':id/tape')
  @ApiOperation({ summary: 'How what is seen of it from one place changes, in story order' })
  async tape(
    @Param('id') id: string,
    @Query() query: TapeQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Kept | Gated<Tape>> {
    const look = { from: viewpoint.from, language: query.lang ?? viewpoint.language };
    const page = await this.tapes.page(id, look, query.since ?? null, query.limit).catch(refused);
    if (page === undefined) throw new RecordNotFoundException();
    if (!Packed.is(page)) return page;
    // Then nothing but the address decides what it is.
    const isForAll =
      this.config.geo.mode === 'open' && query.view_from !== undefined && query.lang !== undefined;
    return new Kept(page, isForAll);
  }
}

/** @throws ConflictException where it is for want of a tape that goes on from there */
function refused(error: unknown): never {
  if (error instanceof NotOfThisTape)
    throw new ConflictException(
      'since is of no moment of this tape: it is another now, so read it from the beginning',
    );
  throw error;
}
