import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { IsBound } from '../../http/requests/is-bound.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { WholeNumber } from '../../http/requests/whole-number.js';
import { PlaceQuery } from './place.query.js';

const MOST_CHARACTERS = 500;
const MOST_PASSED_OVER = 1_000;
/** No id is longer. */
const MAX_ID = 100;
const TYPES = ['accounts', 'hashtags', 'statuses'] as const;

/** `GET /api/v2/search`, as Mastodon documents it, and where to look. */
export class SearchQuery extends PlaceQuery {
  @ApiProperty({
    maxLength: MOST_CHARACTERS,
    description:
      'Words, a phrase in quotation marks, operators (`from:`, `language:`, `before:`, `after:`, `during:`, `is:`, `has:`), `name`, `@name@venue`, `#tag`, or an address of this server',
  })
  @MaxLength(MOST_CHARACTERS)
  @IsString()
  q!: string;

  @ApiPropertyOptional({ enum: TYPES, description: 'What is looked for; all three where it is not said' })
  @Optional()
  @IsIn(TYPES)
  type?: (typeof TYPES)[number];

  @ApiPropertyOptional({ type: Boolean, description: 'Signed in alone; elsewhere is nowhere to look' })
  @Optional()
  @AsBoolean()
  resolve?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Signed in alone: of accounts those whom one follows' })
  @Optional()
  @AsBoolean()
  following?: boolean;

  @ApiPropertyOptional({ description: 'Posts of this account alone' })
  @Optional()
  @MaxLength(MAX_ID)
  @IsString()
  account_id?: string;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'Changes nothing: no hashtag is reviewed before it is shown',
  })
  @Optional()
  @AsBoolean()
  exclude_unreviewed?: boolean;

  @Limit(40, 20)
  limit!: number;

  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: MOST_PASSED_OVER,
    description: 'Signed in alone: how many are passed over, of each list',
  })
  @Optional()
  @WholeNumber(0, MOST_PASSED_OVER)
  offset?: number;

  @ApiPropertyOptional({ description: 'Posts older than this id' })
  @IsBound()
  max_id?: string;

  @ApiPropertyOptional({ description: 'Posts newer than this id, those right after it' })
  @IsBound()
  min_id?: string;
}
