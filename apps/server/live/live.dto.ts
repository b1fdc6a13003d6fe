import { Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import {
  STREAM_KINDS,
  type StreamKind,
  type StreamName,
  type SubscribeRequest,
  type UnsubscribeRequest,
  type ViewFromRequest,
} from '#contract';
import { ControlReplayBody, JoinReplayBody } from '../replays/replays.dto.js';
import { isId, isScenarioId, isTag, isVenueId, normaliseTag } from '#domain';
import { LANGUAGES, type Language } from '#visibility';

/** Whether a text may stand after the name of each kind of stream. */
const OF: Record<StreamKind, (rest: string) => boolean> = {
  public: (rest) => rest === '',
  'public:local': (rest) => rest === '',
  user: (rest) => rest === '',
  'venue:': isVenueId,
  // One that is not opened yet, too: who waits for a performance hears it begin.
  'scenario:': isScenarioId,
  'hashtag:': (rest) => isTag(rest) && rest === normaliseTag(rest),
  'account:': isId,
};
const TAG = 'hashtag:';
const STREAM_MESSAGE =
  'stream must be public, public:local, venue:<id>, scenario:<id>, hashtag:<tag>, account:<id> or user';

function isStream(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    STREAM_KINDS.some((kind) => value.startsWith(kind) && OF[kind](value.slice(kind.length)))
  );
}

/** A hashtag can be written in many ways; frames name the stream in its one way. */
function Stream(): PropertyDecorator {
  const normalise = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.startsWith(TAG) ? TAG + normaliseTag(value.slice(TAG.length)) : value,
  );
  const check = ValidateBy({
    name: 'isStream',
    validator: { validate: isStream, defaultMessage: () => STREAM_MESSAGE },
  });
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
  @IsIn(LANGUAGES, { message: `lang must be ${LANGUAGES.join(' or ')}` })
  lang?: Language;

  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
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

export class ReplayJoinDto extends JoinReplayBody {
  @ValidateIf(({ id, code }: ReplayJoinDto) => id !== undefined || code === undefined)
  @MaxLength(26)
  @IsString({ message: 'id or code must name a room' })
  id?: string;

  @IsOptional()
  @MaxLength(26)
  @IsString()
  code?: string;
}

export class ReplayControlDto extends ControlReplayBody {
  @MaxLength(26)
  @IsString()
  id!: string;
}
