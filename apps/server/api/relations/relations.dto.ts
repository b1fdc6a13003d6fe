import { ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsString, MaxLength } from 'class-validator';
import { Limit } from '../../http/requests/limit.js';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { Optional } from '../../http/requests/optional.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { PageBounds } from '../../http/paging/page.query.js';

/** How many accounts one request asks of. */
const MOST_ASKED = 80;
const MAX_NOTE = 2_000;
/** No id is longer. What is none is nobody's, and passed over. */
const MAX_ID = 100;

export class AccountIdsQuery {
  @ApiPropertyOptional({
    name: 'id[]',
    type: [String],
    maxItems: MOST_ASKED,
    description: 'Ids of accounts; those that are nobody’s are passed over',
  })
  @Optional()
  @MaxLength(MAX_ID, { each: true })
  @IsString({ each: true })
  @AsList(MOST_ASKED)
  id?: string[];
}

export class RelationshipsQuery extends AccountIdsQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'Of suspended accounts, too' })
  @Optional()
  @AsBoolean()
  with_suspended?: boolean;
}

/** Lists of accounts are twice as long as lists of posts, as Mastodon has it. */
export class AccountsQuery extends PageBounds {
  @Limit(80, 40)
  limit!: number;
}

export class FollowBody {
  @ApiPropertyOptional({ type: Boolean, description: 'Their re-posts are shown, too: always so here' })
  @Optional()
  @Equals(true, { message: 'reblogs cannot be left out here' })
  @AsBoolean()
  reblogs?: boolean;

  @Unsupported('is not supported: nobody is notified of each post')
  notify?: unknown;

  @Unsupported('is not supported: posts in every language are shown')
  languages?: unknown;
}

export class MuteBody {
  @ApiPropertyOptional({ type: Boolean, default: true, description: 'Whether notifications are muted, too' })
  @Optional()
  @AsBoolean()
  notifications?: boolean;

  @ApiPropertyOptional({
    type: Number,
    description: 'In seconds; 0, until it is ended, is the only one here',
  })
  @Unsupported('is not supported: a mute lasts until it is ended')
  duration?: unknown;
}

export class NoteBody {
  @ApiPropertyOptional({ description: 'What only you read; empty: none any more', maxLength: MAX_NOTE })
  @Optional()
  @MaxLength(MAX_NOTE)
  @IsString()
  comment?: string;
}
