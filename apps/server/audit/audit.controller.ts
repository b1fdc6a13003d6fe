import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { AuditEntry } from '#contract';
import { gateAudit, type Gated, type Viewpoint } from '#visibility';
import { Origin } from '../platform/origin.js';
import { IsId } from '../requests/is-id.js';
import { linkPages, pageOf, PageQuery } from '../timelines/page.query.js';
import { LiveView } from '../viewpoint/live-view.js';
import { NotAsPublic } from '../viewpoint/not-as-public.guard.js';
import { Roles } from '../viewpoint/roles.guard.js';
import type { RequestWithViewpoint } from '../viewpoint/viewpoint.js';
import { Audit } from './audit.js';

class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'What this account was let see' })
  @IsOptional()
  @IsId()
  account_id?: string;
}

/** What moderators were let see. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles(['admin'])
@UseGuards(NotAsPublic)
@Controller('api/v1/admin/audit')
export class AuditController {
  constructor(
    private readonly audit: Audit,
    private readonly origin: Origin,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What moderators were let see that is kept from others, newest first (role admin)',
  })
  async list(
    @Query() query: AuditQuery,
    @LiveView() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<AuditEntry[]>> {
    const page = pageOf(query);
    const entries = await this.audit.page(page, { account: query.account_id });
    linkPages(reply, request, this.origin.url, { ids: entries.map(({ id }) => id) }, page.limit);
    return gateAudit(entries, viewpoint);
  }
}
