import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { VENUE_IDS, type VenueId } from '#domain';
import type { Place } from '#projections';
import { RefusedException } from '../../http/errors/refused.js';
import { IsScenarioId } from '../../http/requests/is-scenario-id.js';
import { Optional } from '../../http/requests/optional.js';

/** Where posts are looked for: people's, unless a venue or a story is named. */
export class PlaceQuery {
  @ApiPropertyOptional({ enum: VENUE_IDS, description: 'Posts of one venue, stories’ among them' })
  @Optional()
  @IsIn(VENUE_IDS)
  venue?: VenueId;

  @ApiPropertyOptional({ description: 'Posts of one story, by its id' })
  @Optional()
  @IsScenarioId()
  scenario?: string;
}

/** @throws RefusedException where both are named */
export function placeOf({ venue, scenario }: PlaceQuery): Place {
  if (venue !== undefined && scenario !== undefined)
    throw RefusedException.invalid('venue and scenario', 'are two places: ask for one of them');
  if (scenario !== undefined) return { scenario };
  return venue === undefined ? 'people' : { venue };
}
