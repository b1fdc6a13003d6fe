import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { HistoryEntry } from '#contract';
import type { Database } from '#database';
import { isId, isTag, normaliseTag } from '#domain';
import { ModerationGate, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { PageQuery, pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { DATABASE } from '../../platform/tokens.js';
import { readHistory } from './read-history.js';

const TAG = 'tag:';

/** All that was done about something, in one list. */
@ApiTags('admin')
@Controller('api/v1/admin/subjects')
export class HistoryController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: ModerationGate,
  ) {}

  @Get(':id/history')
  @Allows('admin:queue:read')
  @ApiOperation({
    summary:
      'What was done about a post or an account (by id) or a hashtag (tag:name), newest first (role moderator)',
  })
  async show(
    @Param('id') id: string,
    @Query() query: PageQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Paged<HistoryEntry>> {
    const tag = id.startsWith(TAG) ? id.slice(TAG.length) : null;
    if (tag === null ? !isId(id) : !isTag(tag)) throw new RecordNotFoundException();
    const page = pageRequestOf(query);
    const subject = tag === null ? id : normaliseTag(tag);
    const entries = await readHistory(this.database.reader, subject, page, moderator);
    return new Paged(this.gate.history(entries, viewpoint), entries, page.limit);
  }
}
