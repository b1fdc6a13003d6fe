import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { TOLD_TYPES, type ToldOf } from '#projections';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { PageBounds } from '../../http/paging/page.query.js';

const MAX_TYPES = 40;
const MAX_TYPE = 50;
/** No id is longer. What is none is nobody's, who has done nothing. */
const MAX_ID = 100;

const EXPANSIONS = ['full', 'partial_avatars'] as const;

/** The types that a client shows in groups: all that there are, unless it says which. */
function GroupedTypes(): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({ name: 'grouped_types[]', type: [String], description: 'Types that are grouped' })(
      target,
      property,
    );
    Optional()(target, property);
    MaxLength(MAX_TYPE, { each: true })(target, property);
    IsString({ each: true })(target, property);
    AsList(MAX_TYPES)(target, property);
  };
}

/** Which notifications are meant, as Mastodon has it. */
export class ToldQuery extends PageBounds {
  @ApiPropertyOptional({
    name: 'types[]',
    type: [String],
    description: `Of these types alone; there are ${TOLD_TYPES.join(', ')}`,
  })
  @Optional()
  @MaxLength(MAX_TYPE, { each: true })
  @IsString({ each: true })
  @AsList(MAX_TYPES)
  types?: string[];

  @ApiPropertyOptional({ name: 'exclude_types[]', type: [String], description: 'Of other types than these' })
  @Optional()
  @MaxLength(MAX_TYPE, { each: true })
  @IsString({ each: true })
  @AsList(MAX_TYPES)
  exclude_types?: string[];

  @ApiPropertyOptional({ description: 'Of what this account did alone' })
  @Optional()
  @MaxLength(MAX_ID)
  @IsString()
  account_id?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Those that are filtered, too: here none is' })
  @Optional()
  @AsBoolean()
  include_filtered?: boolean;
}

/** `GET /api/v1/notifications`. */
export class NotificationsQuery extends ToldQuery {
  /** Twice as many as of posts, as Mastodon has it. */
  @Limit(80, 40)
  limit!: number;
}

/** `GET /api/v1/notifications/unread_count`. */
export class UnreadQuery extends ToldQuery {
  /** How many are counted. */
  @Limit(1_000, 100)
  limit!: number;
}

/** The types that are put into groups, as with Mastodon. */
export const GROUPED_TYPES: readonly string[] = ['favourite', 'follow', 'reblog'];

/** `GET /api/v2/notifications`. */
export class GroupedQuery extends ToldQuery {
  @Limit(80, 40)
  limit!: number;

  @GroupedTypes()
  grouped_types?: string[];

  @ApiPropertyOptional({ enum: EXPANSIONS, description: 'Whether accounts are told in full' })
  @Optional()
  @IsIn(EXPANSIONS)
  expand_accounts?: (typeof EXPANSIONS)[number];
}

/** `GET /api/v2/notifications/unread_count`. */
export class UnreadGroupsQuery extends UnreadQuery {
  @GroupedTypes()
  grouped_types?: string[];
}

/** Takes from a query which notifications to read. */
export function toldOf({ types, exclude_types = [], account_id }: ToldQuery): ToldOf {
  return {
    types: TOLD_TYPES.filter((type) => types?.includes(type) !== false && !exclude_types.includes(type)),
    actor: account_id,
  };
}
