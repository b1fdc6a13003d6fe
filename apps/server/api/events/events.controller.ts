import { BadRequestException, Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { LedgerRow } from '#contract';
import type { Database } from '#database';
import { readChain, readHead } from '#log';
import { gateLedger, ledgerNeeds, type Viewpoint } from '#visibility';
import { PagedOn } from '../../http/exit/paged.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { DATABASE } from '../../platform/tokens.js';
import { WholeNumber } from '../../http/requests/whole-number.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { readFacts } from './read-facts.js';
import { Allows } from '../../access/route-permissions.js';

class EventsQuery {
  @ApiPropertyOptional({ description: 'A seq: rows after it', minimum: 0, default: 0 })
  @Optional()
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  since?: number;

  @Limit(1_000, 100)
  limit!: number;
}

/** The public ledger: the log in `seq` order, verifiable by anybody, telling what a viewpoint may see. */
@ApiTags('ledger')
@Allows('events:read')
@Controller('api/v1/events')
export class EventsController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @ApiViewpoint()
  @ApiOperation({
    summary:
      'The log in seq order. What the viewpoint may not see is redacted to its hashes, so that the chain still verifies',
  })
  async list(
    @Query() { since = 0, limit }: EventsQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<PagedOn<LedgerRow>> {
    const { reader } = this.database;
    const head = await readHead(reader);
    if (since > head.seq) {
      throw new BadRequestException(`since=${since} is in the future: the log ends at ${head.seq}`);
    }
    // The log before what is judged of it: what is erased or withheld meanwhile is not told any more.
    const entries = await readChain(reader, since, limit);
    const facts = await readFacts(reader, ledgerNeeds(entries, viewpoint), viewpoint);
    const last = entries.at(-1)?.seq ?? head.seq;
    return new PagedOn(gateLedger(entries, facts, viewpoint), last < head.seq ? last : null);
  }
}
