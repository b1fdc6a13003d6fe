import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { AdminReport } from '#contract';
import { isId } from '#domain';
import type { Gated, StoredReport, Viewer, Viewpoint } from '#visibility';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Optional } from '../../http/requests/optional.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { ReportsStore } from '../reports/reports.store.js';
import { IsId } from '../../http/requests/is-id.js';
import { pageRequestOf, PageQuery } from '../../http/paging/page.query.js';
import { Paged } from '../../http/exit/paged.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { AdminDesk } from './admin-desk.js';

class AdminReportsQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'Those dealt with; without, the open ones' })
  @Optional()
  @AsBoolean()
  resolved?: boolean;

  @ApiPropertyOptional({ description: 'Filed by this account' })
  @Optional()
  @IsId()
  account_id?: string;

  @ApiPropertyOptional({ description: 'About this account' })
  @Optional()
  @IsId()
  target_account_id?: string;
}

/** Reports as moderators deal with them, as they stand now. */
@ApiTags('admin')
@Controller('api/v1/admin/reports')
export class AdminReportsController {
  constructor(
    private readonly reports: ReportsStore,
    private readonly desk: AdminDesk,
  ) {}

  @Get()
  @Allows('admin:reports:read')
  @ApiOperation({ summary: 'Reports, newest first (role moderator)' })
  async list(
    @Query() query: AdminReportsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Paged<AdminReport>> {
    const page = pageRequestOf(query);
    const only = {
      resolved: query.resolved === true,
      account: query.account_id,
      target: query.target_account_id,
    };
    const reports = await this.reports.page(page, only, moderator);
    return new Paged(await this.desk.reports(reports, viewpoint), reports, page.limit);
  }

  @Get(':id')
  @Allows('admin:reports:read')
  @ApiOperation({ summary: 'One report (role moderator)' })
  async show(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.desk.report(await this.found(id, moderator), viewpoint);
  }

  @Post(':id/assign_to_self')
  @Allows('admin:reports:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a report upon oneself (role moderator)' })
  assignToSelf(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.after(id, moderator, viewpoint, () => this.reports.assign(id, moderator.id));
  }

  @Post(':id/unassign')
  @Allows('admin:reports:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave a report to others (role moderator)' })
  unassign(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.after(id, moderator, viewpoint, () => this.reports.assign(id, null));
  }

  @Post(':id/resolve')
  @Allows('admin:reports:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark a report as dealt with (role moderator)' })
  resolve(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.after(id, moderator, viewpoint, () => this.reports.resolve(id, moderator.id));
  }

  @Post(':id/reopen')
  @Allows('admin:reports:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take up again what was dealt with (role moderator)' })
  reopen(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.after(id, moderator, viewpoint, () => this.reports.reopen(id));
  }

  private async after(
    id: string,
    moderator: Viewer,
    viewpoint: Viewpoint,
    change: () => Promise<void>,
  ): Promise<Gated<AdminReport>> {
    await this.found(id, moderator);
    await change();
    return this.desk.report(await this.found(id, moderator), viewpoint);
  }

  private async found(id: string, moderator: Viewer): Promise<StoredReport> {
    const report = isId(id) ? await this.reports.byId(id, moderator) : undefined;
    if (report === undefined) throw new RecordNotFoundException();
    return report;
  }
}
