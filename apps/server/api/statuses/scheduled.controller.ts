import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { ScheduledStatus } from '#contract';
import type { Gated, Viewer, Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import type { Paged } from '../../http/exit/paged.js';
import { Plain } from '../../http/exit/plain.js';
import { PageQuery, pageRequestOf } from '../../http/paging/page.query.js';
import { IsInstant } from '../../http/requests/is-instant.js';
import { Optional } from '../../http/requests/optional.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { ScheduledService } from './scheduled.service.js';

class MoveBody {
  @ApiPropertyOptional({ description: 'ISO 8601 with an offset; at least 5 minutes ahead' })
  @Optional()
  @IsInstant()
  scheduled_at?: string;
}

/** Posts that one has scheduled: told to nobody else until they are due. */
@ApiTags('statuses')
@Controller('api/v1/scheduled_statuses')
export class ScheduledController {
  constructor(private readonly scheduled: ScheduledService) {}

  @Get()
  @Allows('home:read')
  @ApiOperation({ summary: 'Posts that one has scheduled, the latest first' })
  list(
    @Query() query: PageQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Paged<ScheduledStatus>> {
    return this.scheduled.list(pageRequestOf(query), viewpoint, viewer);
  }

  @Get(':id')
  @Allows('home:read')
  @ApiOperation({ summary: 'One post that one has scheduled' })
  show(
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<ScheduledStatus>> {
    return this.scheduled.one(id, viewpoint, viewer);
  }

  @Put(':id')
  @Allows('statuses:write')
  @ApiOperation({ summary: 'Say anew when a post is due; one that was refused is tried again then' })
  move(
    @Param('id') id: string,
    @Body() { scheduled_at }: MoveBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<ScheduledStatus>> {
    return this.scheduled.move(id, scheduled_at, viewpoint, viewer);
  }

  @Delete(':id')
  @Allows('statuses:delete')
  @ApiOperation({ summary: 'Drop a post that one has scheduled' })
  async drop(@Param('id') id: string, @SignedIn() viewer: Viewer): Promise<Plain> {
    await this.scheduled.drop(id, viewer);
    return Plain.empty();
  }
}
