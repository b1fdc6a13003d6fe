import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsInstant } from '../../http/requests/is-instant.js';
import { PageQuery } from '../../http/paging/page.query.js';

/** In a query a `+` becomes a space. */
const WithPlus = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.replace(/ (?=\d{2}:\d{2}$)/, '+') : value,
  );

class TransparencyQuery {
  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2: what binds there, everywhere included' })
  @IsOptional()
  @MaxLength(3)
  @IsString()
  country?: string;

  @ApiPropertyOptional({ description: 'Of this scenario alone, by id' })
  @IsOptional()
  @MaxLength(100)
  @IsString()
  scenario?: string;
}

export class ReportQuery extends TransparencyQuery {
  @ApiPropertyOptional({ description: 'Orders filed at this instant or later, ISO 8601 with offset' })
  @IsOptional()
  @IsInstant()
  @WithPlus()
  from?: string;

  @ApiPropertyOptional({ description: 'Orders filed before this instant, ISO 8601 with offset' })
  @IsOptional()
  @IsInstant()
  @WithPlus()
  to?: string;
}

export class StatementsQuery extends IntersectionType(TransparencyQuery, PageQuery) {}
