import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { AuditEntry } from '#contract';
import { gateAudit, type Viewpoint } from '#visibility';
import { Optional } from '../../http/requests/optional.js';
import { IsId } from '../../http/requests/is-id.js';
import { pageRequestOf, PageQuery } from '../../http/paging/page.query.js';
import { Paged } from '../../http/exit/paged.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { Allows } from '../../access/route-permissions.js';
import { StoredAudit } from './stored-audit.js';

class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'What this account was let see' })
  @Optional()
  @IsId()
  account_id?: string;
}

/** The audit log: the things kept from others that moderators were shown. */
@ApiTags('admin')
@Allows('admin:audit:read')
@Controller('api/v1/admin/audit')
export class AuditController {
  constructor(private readonly audit: StoredAudit) {}

  @Get()
  @ApiOperation({
    summary: 'What moderators were let see that is kept from others, newest first (role admin)',
  })
  async list(@Query() query: AuditQuery, @LiveView() viewpoint: Viewpoint): Promise<Paged<AuditEntry>> {
    const page = pageRequestOf(query);
    const entries = await this.audit.page(page, { account: query.account_id });
    return new Paged(gateAudit(entries, viewpoint), entries, page.limit);
  }
}
