import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';
import { AsList } from '../../http/requests/as-list.js';
import { Optional } from '../../http/requests/optional.js';
import { TIMELINES, type Timeline } from './keeping.store.js';

/** No id is longer. */
const MAX_ID = 100;

export class MarkersQuery {
  @ApiPropertyOptional({ name: 'timeline[]', enum: TIMELINES, isArray: true })
  @Optional()
  @IsIn(TIMELINES, { each: true })
  @AsList(TIMELINES.length)
  timeline?: Timeline[];
}

class MarkerForm {
  @ApiPropertyOptional({ description: 'The last one that was read' })
  @Optional()
  @MaxLength(MAX_ID)
  @IsString()
  last_read_id?: string;
}

export class MarkersBody {
  @ApiPropertyOptional({ type: MarkerForm })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => MarkerForm)
  home?: MarkerForm;

  @ApiPropertyOptional({ type: MarkerForm })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => MarkerForm)
  notifications?: MarkerForm;
}
