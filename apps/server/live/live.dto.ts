import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator';
import {
  STREAM_KINDS,
  type StreamKind,
  type StreamName,
  type SubscribeRequest,
  type UnsubscribeRequest,
  type ViewFromRequest,
} from '#contract';
import { ID_PATTERN, normaliseTag, VENUE_IDS } from '#domain';

/** What may stand after the name of each kind of stream. */
const OF: Record<StreamKind, string> = {
  public: '',
  'public:local': '',
  user: '',
  'venue:': `(${VENUE_IDS.join('|')})`,
  'hashtag:': '[\\p{L}\\p{M}\\p{N}_]{1,100}',
  'account:': ID_PATTERN,
};
const STREAM = new RegExp(`^(${STREAM_KINDS.map((kind) => kind + OF[kind]).join('|')})$`, 'u');
const TAG = 'hashtag:';
const STREAM_MESSAGE = 'stream must be public, public:local, venue:<id>, hashtag:<tag>, account:<id> or user';

/** A hashtag can be written in many ways; frames name the stream in its one way. */
function Stream(): PropertyDecorator {
  const normalise = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.startsWith(TAG) ? TAG + normaliseTag(value.slice(TAG.length)) : value,
  );
  const check = Matches(STREAM, { message: STREAM_MESSAGE });
  return (target, property) => {
    normalise(target, property);
    check(target, property);
  };
}

export class SubscribeDto implements SubscribeRequest {
  @Stream()
  stream!: StreamName;

  @IsOptional()
  @MaxLength(20)
  @IsString()
  view_from?: string;

  @IsOptional()
  @IsIn(['public'], { message: 'view_as must be public' })
  view_as?: 'public';

  @IsOptional()
  @Min(0)
  @IsInt()
  since?: number;
}

export class UnsubscribeDto implements UnsubscribeRequest {
  @Stream()
  stream!: StreamName;
}

export class ViewFromDto implements ViewFromRequest {
  @MaxLength(20)
  @IsString()
  country!: string;
}
