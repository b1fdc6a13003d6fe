import { Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { AdminReport } from '#contract';
import { isId } from '#domain';
import type { Gated, StoredReport, Viewer, Viewpoint } from '#visibility';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Optional } from '../../http/requests/optional.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { ReportsStore } from '../reports/reports.store.js';
import { IsId } from '../../http/requests/is-id.js';
import { pageOf, PageQuery } from '../../http/paging/page.query.js';
import { Paged } from '../../http/exit/paged.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { NotAsPublic } from '../../access/not-as-public.guard.js';
import { Roles } from '../../access/roles.guard.js';
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
@ApiBearerAuth()
@Roles(['moderator'])
@UseGuards(NotAsPublic)
@Controller('api/v1/admin/reports')
export class AdminReportsController {
  constructor(
    private readonly reports: ReportsStore,
    private readonly desk: AdminDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Reports, newest first (role moderator)' })
  async list(
    @Query() query: AdminReportsQuery,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Paged<AdminReport>> {
    const page = pageOf(query);
    const reports = await this.reports.page(page, {
      resolved: query.resolved === true,
      account: query.account_id,
      target: query.target_account_id,
    });
    return new Paged(await this.desk.reports(reports, viewpoint), reports, page.limit);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One report (role moderator)' })
  async show(@Param('id') id: string, @LiveView() viewpoint: Viewpoint): Promise<Gated<AdminReport>> {
    return this.desk.report(await this.found(id), viewpoint);
  }

  @Post(':id/assign_to_self')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a report upon oneself (role moderator)' })
  assignToSelf(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.after(id, viewpoint, () => this.reports.assign(id, moderator.id));
  }

  @Post(':id/unassign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave a report to others (role moderator)' })
  unassign(@Param('id') id: string, @LiveView() viewpoint: Viewpoint): Promise<Gated<AdminReport>> {
    return this.after(id, viewpoint, () => this.reports.assign(id, null));
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark a report as dealt with (role moderator)' })
  resolve(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<AdminReport>> {
    return this.after(id, viewpoint, () => this.reports.resolve(id, moderator.id));
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take up again what was dealt with (role moderator)' })
  reopen(@Param('id') id: string, @LiveView() viewpoint: Viewpoint): Promise<Gated<AdminReport>> {
    return this.after(id, viewpoint, () => this.reports.reopen(id));
  }

  private async after(
    id: string,
    viewpoint: Viewpoint,
    change: () => Promise<void>,
  ): Promise<Gated<AdminReport>> {
    await this.found(id);
    await change();
    return this.desk.report(await this.found(id), viewpoint);
  }

  private async found(id: string): Promise<StoredReport> {
    const report = isId(id) ? await this.reports.byId(id) : undefined;
    if (report === undefined) throw new RecordNotFoundException();
    return report;
  }
}
