import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import type { ReportCategory } from '#contract';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { Optional } from '../../http/requests/optional.js';
import { IsId } from '../../http/requests/is-id.js';

const CATEGORIES: readonly ReportCategory[] = ['spam', 'legal', 'violation', 'other'];
const MAX_COMMENT = 1_000;
const MAX_POSTS = 100;
const MAX_RULES = 20;

/** `POST /api/v1/reports`, as Mastodon takes it. */
export class ReportBody {
  @ApiProperty({ description: 'Whom to report' })
  @IsId()
  account_id!: string;

  @ApiPropertyOptional({ type: [String], description: `Posts of theirs, at most ${MAX_POSTS}` })
  @Optional()
  @IsId({ each: true })
  @AsList(MAX_POSTS)
  status_ids?: string[];

  @ApiPropertyOptional({ maxLength: MAX_COMMENT })
  @Optional()
  @MaxLength(MAX_COMMENT)
  @IsString()
  comment?: string;

  @ApiPropertyOptional({
    description: 'There is nowhere to forward it to, and the answer says that it was not',
  })
  @Optional()
  @AsBoolean()
  forward?: boolean;

  @ApiPropertyOptional({ enum: CATEGORIES, default: 'other', description: 'With rule_ids: violation' })
  @Optional()
  @IsIn(CATEGORIES)
  category?: ReportCategory;

  @ApiPropertyOptional({ type: [String], description: 'Kept as given: this server has no list of rules' })
  @Optional()
  @Matches(/^[\w-]{1,64}$/, { each: true, message: 'rule_ids must be ids of rules' })
  @AsList(MAX_RULES)
  rule_ids?: string[];
}
