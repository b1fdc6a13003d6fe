import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { ReportCategory } from '#contract';
import { FormBoolean } from '../../http/requests/form-boolean.js';
import { FormList } from '../../http/requests/form-list.js';
import { IsId } from '../../http/requests/is-id.js';

const CATEGORIES: readonly ReportCategory[] = ['spam', 'legal', 'violation', 'other'];
const MAX_COMMENT = 1_000;
const MAX_POSTS = 100;
const MAX_RULES = 20;

/** `POST /api/v1/reports`, as Mastodon takes it; forms send booleans as text. */
export class ReportBody {
  @ApiProperty({ description: 'Whom to report' })
  @IsId()
  account_id!: string;

  @ApiPropertyOptional({ type: [String], description: `Posts of theirs, at most ${MAX_POSTS}` })
  @FormList()
  @IsOptional()
  @IsId({ each: true })
  @ArrayMaxSize(MAX_POSTS)
  @IsArray()
  status_ids?: string[];

  @ApiPropertyOptional({ maxLength: MAX_COMMENT })
  @IsOptional()
  @MaxLength(MAX_COMMENT)
  @IsString()
  comment?: string;

  @ApiPropertyOptional({ description: 'Taken and passed over: there is nowhere to forward it to' })
  @IsOptional()
  @FormBoolean()
  forward?: boolean;

  @ApiPropertyOptional({ enum: CATEGORIES, default: 'other', description: 'With rule_ids: violation' })
  @IsOptional()
  @IsIn(CATEGORIES)
  category?: ReportCategory;

  @ApiPropertyOptional({ type: [String], description: 'Kept as given: this server has no list of rules' })
  @FormList()
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { each: true, message: 'rule_ids must be ids of rules' })
  @ArrayMaxSize(MAX_RULES)
  @IsArray()
  rule_ids?: string[];
}
