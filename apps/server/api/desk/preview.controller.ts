import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Preview } from '#contract';
import type { Database } from '#database';
import { EVERYWHERE, ITEM_OUTCOMES, normaliseCountries, type ItemOutcome } from '#domain';
import { countResting } from '#projections';
import { ModerationGate, type Gated, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { RefusedException } from '../../http/errors/refused.js';
import { AsList } from '../../http/requests/as-list.js';
import { CountryName, MAX_COUNTRIES } from '../../http/requests/country-name.js';
import { IsId } from '../../http/requests/is-id.js';
import { Optional } from '../../http/requests/optional.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { DATABASE } from '../../platform/tokens.js';

const MOST = 100;

class PreviewQuery {
  @ApiProperty({ enum: ITEM_OUTCOMES })
  @IsIn(ITEM_OUTCOMES)
  outcome!: ItemOutcome;

  @ApiPropertyOptional({ name: 'status_ids[]', type: [String], description: 'Posts that it would be on' })
  @Optional()
  @IsId({ each: true })
  @AsList(MOST)
  status_ids?: string[];

  @ApiPropertyOptional({ name: 'account_ids[]', type: [String], description: 'Accounts that it would be on' })
  @Optional()
  @IsId({ each: true })
  @AsList(MOST)
  account_ids?: string[];

  @ApiPropertyOptional({ name: 'countries[]', type: [String], description: 'Of withheld: where' })
  @Optional()
  @CountryName({ each: true })
  @AsList(MAX_COUNTRIES)
  countries?: string[];
}

/** Tells what a decision would do, before it is taken. */
@ApiTags('admin')
@Controller('api/v1/admin/preview')
export class PreviewController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: ModerationGate,
  ) {}

  @Get()
  @Allows('admin:queue:read')
  @ApiOperation({ summary: 'What a decision on some posts and accounts would do (role moderator)' })
  async show(@Query() query: PreviewQuery, @LiveView() viewpoint: Viewpoint): Promise<Gated<Preview>> {
    const { outcome } = query;
    const statuses = [...new Set(query.status_ids ?? [])];
    const accounts = [...new Set(query.account_ids ?? [])];
    const countries = countriesOf(outcome, query.countries ?? []);
    const resting = await countResting(this.database.reader, statuses, accounts);
    const hides = outcome === 'withheld' || outcome === 'suspended';
    const everywhere = hides && countries[0] === EVERYWHERE;
    // A suspended account's page answers with a blank one, as Mastodon's does.
    const gone = statuses.length > 0 ? 404 : 200;
    const there = outcome === 'withheld' ? 451 : outcome === 'suspended' ? gone : 200;
    return this.gate.preview(
      {
        outcome,
        countries,
        visible_elsewhere: !everywhere,
        http_status: { there, elsewhere: everywhere ? there : 200 },
        statuses: statuses.length,
        accounts: accounts.length,
        ...resting,
        // A subject that stays as it is takes nothing with it.
        ...(hides ? {} : { reblogs: 0 }),
      },
      viewpoint,
    );
  }
}

function countriesOf(outcome: ItemOutcome, named: readonly string[]): string[] {
  if (outcome === 'restored' || outcome === 'refused') return [];
  if (outcome !== 'withheld') return [EVERYWHERE];
  const countries = normaliseCountries(named);
  if (!countries.ok || countries.countries.length === 0)
    throw RefusedException.invalid('countries', 'must name at least one country to withhold it in');
  return countries.countries;
}
