import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { AuditEntry } from '#contract';
import { gateAudit, type Gated, type Viewpoint } from '#visibility';
import { Origin } from '../../platform/origin.js';
import { IsId } from '../../http/requests/is-id.js';
import { linkPages, pageOf, PageQuery } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { Allows } from '../../access/route-permissions.js';
import type { RequestWithViewpoint } from '../../http/viewpoint/viewpoint.js';
import { StoredAudit } from './stored-audit.js';

class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'What this account was let see' })
  @IsOptional()
  @IsId()
  account_id?: string;
}

/** What moderators were let see. */
@ApiTags('admin')
@Allows('admin:audit:read')
@Controller('api/v1/admin/audit')
export class AuditController {
  constructor(
    private readonly audit: StoredAudit,
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
