import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsLocale, IsString, MaxLength } from 'class-validator';
import { OPEN_VISIBILITIES, VISIBILITIES, type OpenVisibility, type Visibility } from '#domain';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { Optional } from '../../http/requests/optional.js';
import { IsId } from '../../http/requests/is-id.js';
import { IsInstant } from '../../http/requests/is-instant.js';
import { FieldsOfOthers } from './fields-of-others.js';

// Bounds what is counted in graphemes later; the longest venue takes fewer.
const MAX_TEXT = 100_000;

/** The words of a post, as Mastodon takes them. */
class Words extends FieldsOfOthers {
  @ApiProperty({ description: 'The text' })
  @MaxLength(MAX_TEXT)
  @IsString()
  status!: string;

  @ApiPropertyOptional()
  @Optional()
  @AsBoolean()
  sensitive?: boolean;

  @ApiPropertyOptional({ description: 'A warning shown in place of the text until it is opened' })
  @Optional()
  @MaxLength(MAX_TEXT)
  @IsString()
  spoiler_text?: string;

  @ApiPropertyOptional({ description: 'ISO 639 or BCP 47' })
  @Optional()
  @IsLocale()
  language?: string;

  @Unsupported('is not supported: posts are words alone')
  media_ids?: unknown;

  @Unsupported('is not supported: there are no polls')
  poll?: unknown;

  @Unsupported('is not supported: who may read a post may quote it')
  quote_approval_policy?: unknown;
}

/** `POST /api/v1/statuses`. */
export class PostStatusBody extends Words {
  @ApiPropertyOptional({ description: 'The post that this answers' })
  @Optional()
  @IsId()
  in_reply_to_id?: string;

  @ApiPropertyOptional({ description: 'The post that this quotes' })
  @Optional()
  @IsId()
  quoted_status_id?: string;

  @ApiPropertyOptional({
    enum: VISIBILITIES,
    description: '`private`: for followers; `direct`: for whom it mentions',
  })
  @Optional()
  @IsIn(VISIBILITIES, { message: `$property must be one of ${VISIBILITIES.join(', ')}` })
  visibility?: Visibility;

  @ApiPropertyOptional({
    description: 'ISO 8601 with an offset, more than 5 minutes ahead; past, it is posted at once',
  })
  @Optional()
  @IsInstant()
  scheduled_at?: string;
}

/** `PUT /api/v1/statuses/:id`: what is left out is empty, but for the language, which stays. */
export class EditStatusBody extends Words {}

export class ReblogBody {
  @ApiPropertyOptional({ enum: OPEN_VISIBILITIES })
  @Optional()
  @IsIn(OPEN_VISIBILITIES, {
    message: '$property must be public or unlisted: a re-post is for whoever may see what it passes on',
  })
  visibility?: OpenVisibility;
}

const MOST_BY_ID = 40;
/** No id is longer. */
const MAX_ID = 100;

export class StatusesByIdQuery {
  @ApiPropertyOptional({ name: 'id[]', type: [String], description: `At most ${MOST_BY_ID} ids` })
  @Optional()
  @MaxLength(MAX_ID, { each: true })
  @IsString({ each: true })
  @AsList(MOST_BY_ID)
  id?: string[];
}
