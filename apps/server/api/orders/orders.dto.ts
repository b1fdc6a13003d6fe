import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import {
  ITEM_OUTCOMES,
  MAX_ORDER_ITEMS,
  ORDER_GROUNDS,
  REFUSAL_GROUNDS,
  VENUE_IDS,
  type ItemOutcome,
  type OrderGround,
  type RefusalGround,
  type VenueId,
} from '#domain';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { CountryName, MAX_COUNTRIES } from '../../http/requests/country-name.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { IsId } from '../../http/requests/is-id.js';
import { IsInstant } from '../../http/requests/is-instant.js';
import { IsReason, MAX_REASON } from '../../http/requests/is-reason.js';
import { IsTag } from '../../http/requests/is-tag.js';
import { ListOf } from '../../http/requests/list-of.js';
import { WholeNumber } from '../../http/requests/whole-number.js';
import { PageQuery } from '../../http/paging/page.query.js';

/** The most items that are decided each on its own. */
export const MAX_EACH = 500;
/** The most lines that are resolved at once. */
const MAX_LINES = 1_000;

/** An item of an order: exactly one of these fields is given. */
export class OrderItemBody {
  @ApiPropertyOptional()
  @Optional()
  @IsId()
  status_id?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsId()
  account_id?: string;

  @ApiPropertyOptional({
    description:
      'The address of a post, account or hashtag here, which it then names, or of anything elsewhere',
  })
  @Optional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2_000)
  url?: string;

  @ApiPropertyOptional({ description: 'A hashtag' })
  @Optional()
  @IsTag()
  tag?: string;
}

export class FileOrderBody {
  @ApiPropertyOptional({ description: 'Yours: the same one again gives the order that was filed first' })
  @Optional()
  @MaxLength(200)
  @IsString()
  external_id?: string;

  @ApiPropertyOptional({ description: 'What it is called; made from its legal basis without' })
  @Optional()
  @MaxLength(200)
  @IsString()
  title?: string;

  @ApiProperty({ description: 'Such as: section 69A of the Information Technology Act, 2000' })
  @MaxLength(500)
  @Matches(/\S/, { message: 'legal_basis must not be blank' })
  @IsString()
  legal_basis!: string;

  @ApiProperty({ enum: ORDER_GROUNDS, isArray: true })
  @IsIn(ORDER_GROUNDS, { each: true })
  @ArrayMinSize(1)
  @AsList(ORDER_GROUNDS.length)
  grounds!: OrderGround[];

  @ApiProperty({ type: [String], description: 'ISO 3166-1 alpha-2, EU for its members, * for everywhere' })
  @CountryName({ each: true })
  @ArrayMinSize(1)
  @AsList(MAX_COUNTRIES)
  countries!: string[];

  @ApiPropertyOptional({ enum: VENUE_IDS, default: 'home' })
  @Optional()
  @IsIn(VENUE_IDS)
  venue?: VenueId;

  @ApiPropertyOptional()
  @Optional()
  @MaxLength(MAX_REASON)
  @IsString()
  reason?: string;

  @ApiPropertyOptional({ description: 'ISO 8601 with offset' })
  @Optional()
  @IsInstant()
  deadline?: string;

  @ApiPropertyOptional({
    description: 'Filed as an emergency (Blocking Rules 2009, rule 9)',
  })
  @Optional()
  @AsBoolean()
  emergency?: boolean;

  @ApiPropertyOptional({ description: 'Only moderators and you may read it' })
  @Optional()
  @AsBoolean()
  confidential?: boolean;

  @ApiProperty({ type: [OrderItemBody] })
  @ArrayMinSize(1)
  @ListOf(OrderItemBody, MAX_ORDER_ITEMS, `an order names at most ${MAX_ORDER_ITEMS} items`)
  items!: OrderItemBody[];
}

export class OrdersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Of one scenario' })
  @Optional()
  @Matches(/^[a-z0-9][a-z0-9-]{0,99}$/)
  scenario?: string;

  @ApiPropertyOptional({ description: 'By one authority, by id' })
  @Optional()
  @IsId()
  authority?: string;
}

export class ItemsQuery {
  @ApiPropertyOptional({ description: 'Items after this number' })
  @Optional()
  @WholeNumber(0)
  after?: number;

  @Limit(1_000, 100)
  limit!: number;

  @ApiPropertyOptional({ enum: ['open', ...ITEM_OUTCOMES] })
  @Optional()
  @IsIn(['open', ...ITEM_OUTCOMES])
  state?: ItemOutcome | 'open';
}

export class DecisionBody {
  @ApiProperty({ enum: ITEM_OUTCOMES })
  @IsIn(ITEM_OUTCOMES)
  outcome!: ItemOutcome;

  @ApiProperty()
  @IsReason()
  reason!: string;

  @ApiPropertyOptional({ enum: REFUSAL_GROUNDS, description: 'Whom a refusal protects' })
  @Optional()
  @IsIn(REFUSAL_GROUNDS)
  ground?: RefusalGround;

  @ApiPropertyOptional({ description: 'The note that labelling puts on it' })
  @Optional()
  @MaxLength(500)
  @IsString()
  label?: string;

  @ApiPropertyOptional({ enum: ['legal_demand', 'platform_rule'], default: 'legal_demand' })
  @Optional()
  @IsIn(['legal_demand', 'platform_rule'])
  basis?: 'legal_demand' | 'platform_rule';

  @ApiPropertyOptional({
    enum: ['open', ...ITEM_OUTCOMES],
    description: 'How the item was seen to stand: where another has decided it since, it is a 409',
  })
  @Optional()
  @IsIn(['open', ...ITEM_OUTCOMES])
  if_state?: ItemOutcome | 'open';
}

/** `POST /api/v1/orders/resolve`: lines as they were pasted. */
export class LinesBody {
  @ApiProperty({
    type: [String],
    description: 'Each an address, an id, a handle (@name or @name@venue) or a hashtag (#tag)',
  })
  @MaxLength(2_000, { each: true })
  @IsString({ each: true })
  @ArrayMinSize(1)
  @AsList(MAX_LINES)
  lines!: string[];
}

export class DecisionsBody extends DecisionBody {
  @ApiProperty({
    description: 'Numbers of items, or "open" for every item without a decision',
    anyOf: [
      { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: MAX_ORDER_ITEMS },
      { type: 'string', enum: ['open'] },
    ],
  })
  @ValidateIf((body: DecisionsBody) => body.items !== 'open')
  @WholeNumber(1, MAX_ORDER_ITEMS, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ORDER_ITEMS)
  @IsArray({ message: 'items must be numbers of items, or "open"' })
  items!: number[] | 'open';

  @ApiPropertyOptional({
    description: `Decides each on its own (at most ${MAX_EACH}), and answers which were decided and which not; without, all of them or none`,
  })
  @Optional()
  @AsBoolean()
  each?: boolean;
}

export class NoticeBody {
  @ApiPropertyOptional({ enum: ['non_compliance', 'other'], default: 'other' })
  @Optional()
  @IsIn(['non_compliance', 'other'])
  kind?: 'non_compliance' | 'other';

  @ApiProperty()
  @IsReason()
  text!: string;
}

export class OrderStatusBody {
  @ApiProperty({
    enum: ['confirmed', 'revoked', 'set_aside'],
    description: 'confirmed and revoked by its authority, set_aside (by a court) by a moderator',
  })
  @IsIn(['confirmed', 'revoked', 'set_aside'])
  status!: 'confirmed' | 'revoked' | 'set_aside';

  @ApiProperty()
  @IsReason()
  reason!: string;
}
