import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, MaxLength } from 'class-validator';
import { CountryName } from '../../http/requests/country-name.js';
import { Optional } from '../../http/requests/optional.js';
import { IsInstant } from '../../http/requests/is-instant.js';
import { PageQuery } from '../../http/paging/page.query.js';

/** In a query a `+` becomes a space. */
const WithPlus = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.replace(/ (?=\d{2}:\d{2}$)/, '+') : value,
  );

class TransparencyQuery {
  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2: what binds there, everywhere included' })
  @Optional()
  @CountryName()
  country?: string;

  @ApiPropertyOptional({ description: 'Of this scenario alone, by id' })
  @Optional()
  @MaxLength(100)
  @IsString()
  scenario?: string;
}

export class ReportQuery extends TransparencyQuery {
  @ApiPropertyOptional({ description: 'Orders filed at this instant or later, ISO 8601 with offset' })
  @Optional()
  @IsInstant()
  @WithPlus()
  from?: string;

  @ApiPropertyOptional({ description: 'Orders filed before this instant, ISO 8601 with offset' })
  @Optional()
  @IsInstant()
  @WithPlus()
  to?: string;
}

export class NoticesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Of this scenario alone, by id' })
  @Optional()
  @MaxLength(100)
  @IsString()
  scenario?: string;
}

export class StatementsQuery extends IntersectionType(TransparencyQuery, PageQuery) {}
