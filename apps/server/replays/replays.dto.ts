import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, IsString, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import type { AnswerReplay, CreateReplay, JoinReplay, LikeReplay } from '#contract';
import { SPEEDS } from '#replay';
import { AsBoolean } from '../http/requests/as-boolean.js';
import { IsId } from '../http/requests/is-id.js';
import { IsScenarioId } from '../http/requests/is-scenario-id.js';
import { Optional } from '../http/requests/optional.js';
import { WholeNumber } from '../http/requests/whole-number.js';

const ACTIONS = ['play', 'pause', 'seek', 'speed', 'step', 'ask', 'reveal'] as const;
const DIRECTIONS = ['forward', 'back'] as const;
/** A number as JSON has it, or as a form does. */
const AsNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value,
  );
const SECRET = 64;
/** Ms of stage time; a clock goes no further than the story. */
const FURTHEST = 1e12;

export class CreateReplayBody implements CreateReplay {
  @ApiProperty()
  @IsScenarioId()
  scenario!: string;

  @ApiPropertyOptional({ default: 'full', description: 'One of its stage’s cuts' })
  @Optional()
  @MaxLength(64)
  @IsString()
  cut?: string;

  @ApiPropertyOptional({ description: 'split, choice, a country or elsewhere' })
  @Optional()
  @MaxLength(20)
  @IsString()
  assign?: string;
}

export class JoinReplayBody implements JoinReplay {
  @ApiPropertyOptional({ description: 'That of an earlier join' })
  @Optional()
  @MaxLength(SECRET)
  @IsString()
  token?: string;

  @ApiPropertyOptional({ description: 'Where the room’s assign is choice' })
  @Optional()
  @MaxLength(20)
  @IsString()
  view_from?: string;

  @ApiPropertyOptional({ description: 'Joins as the presenter, who is no participant' })
  @Optional()
  @MaxLength(SECRET)
  @IsString()
  presenter_key?: string;
}

/** `POST /api/v1/replays/:id/control`: one action, with what it takes. */
export class ControlReplayBody {
  @ApiProperty()
  @MaxLength(SECRET)
  @IsString()
  presenter_key!: string;

  @ApiProperty({ enum: ACTIONS })
  @IsIn(ACTIONS)
  action!: (typeof ACTIONS)[number];

  @ApiPropertyOptional({ description: 'seek: ms of stage time' })
  @Optional()
  @Max(FURTHEST)
  @Min(-FURTHEST)
  @IsNumber()
  @AsNumber()
  position?: number;

  @ApiPropertyOptional({ description: 'seek: story time, ISO 8601' })
  @Optional()
  @MaxLength(64)
  @IsString()
  at?: string;

  @ApiPropertyOptional({ description: 'seek: a step’s id' })
  @Optional()
  @MaxLength(64)
  @IsString()
  step?: string;

  @ApiPropertyOptional({ description: 'seek: a chapter’s id' })
  @Optional()
  @MaxLength(64)
  @IsString()
  chapter?: string;

  @ApiPropertyOptional({ minimum: SPEEDS.min, maximum: SPEEDS.max })
  @ValidateIf(({ action }: ControlReplayBody) => action === 'speed')
  @Max(SPEEDS.max)
  @Min(SPEEDS.min)
  @IsNumber()
  @AsNumber()
  speed?: number;

  @ApiPropertyOptional({ enum: DIRECTIONS, description: 'step' })
  @ValidateIf(({ action }: ControlReplayBody) => action === 'step')
  @IsIn(DIRECTIONS)
  direction?: (typeof DIRECTIONS)[number];

  @ApiPropertyOptional({ description: 'ask: one of the stage’s; the one that the clock has come to without' })
  @Optional()
  @MaxLength(64)
  @IsString()
  question?: string;
}

export class AnswerReplayBody implements AnswerReplay {
  @ApiProperty()
  @MaxLength(SECRET)
  @IsString()
  token!: string;

  @ApiProperty()
  @MaxLength(64)
  @IsString()
  question!: string;

  @ApiProperty({ description: 'The number of the choice, from 1' })
  @WholeNumber(1, 6)
  choice!: number;
}

export class LikeReplayBody implements LikeReplay {
  @ApiProperty()
  @MaxLength(SECRET)
  @IsString()
  token!: string;

  @ApiProperty()
  @IsId()
  status_id!: string;

  @ApiPropertyOptional({ default: true })
  @Optional()
  @AsBoolean()
  liked?: boolean;
}

export class WaitQuery {
  @ApiPropertyOptional({ description: 'The version that is known: waits until it is another' })
  @Optional()
  @WholeNumber(0)
  version?: number;

  @ApiPropertyOptional({ minimum: 0, maximum: 25, default: 0, description: 'Seconds to wait at most' })
  @Optional()
  @WholeNumber(0, 25)
  wait?: number;
}
