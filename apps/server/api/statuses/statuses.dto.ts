import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsLocale, IsOptional, IsString, MaxLength } from 'class-validator';
import { FormBoolean } from '../../http/requests/form-boolean.js';
import { IsId } from '../../http/requests/is-id.js';

// Bounds what is counted in graphemes later; the longest venue takes fewer.
const MAX_TEXT = 100_000;

/** `POST /api/v1/statuses`, as Mastodon takes it; forms send booleans as text. */
export class PostStatusBody {
  @ApiProperty({ description: 'The text' })
  @MaxLength(MAX_TEXT)
  @IsString()
  status!: string;

  @ApiPropertyOptional({ description: 'The post that this answers' })
  @IsOptional()
  @IsId()
  in_reply_to_id?: string;

  @ApiPropertyOptional({ description: 'The post that this quotes' })
  @IsOptional()
  @IsId()
  quoted_status_id?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @FormBoolean()
  sensitive?: boolean;

  @ApiPropertyOptional({ description: 'A warning shown in place of the text until it is opened' })
  @IsOptional()
  @MaxLength(MAX_TEXT)
  @IsString()
  spoiler_text?: string;

  @ApiPropertyOptional({ enum: ['public', 'unlisted'], description: 'Nothing here is private' })
  @IsOptional()
  @IsIn(['public', 'unlisted'])
  visibility?: 'public' | 'unlisted';

  @ApiPropertyOptional({ description: 'ISO 639 or BCP 47' })
  @IsOptional()
  @IsLocale()
  language?: string;
}

export class ReblogBody {
  @ApiPropertyOptional({ enum: ['public', 'unlisted'] })
  @IsOptional()
  @IsIn(['public', 'unlisted'])
  visibility?: 'public' | 'unlisted';
}
