import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AdminAppeal } from '#contract';
import { isId } from '#domain';
import { ModerationGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { AdminAppealsQuery } from './appeals.dto.js';
import { Appeals } from './appeals.service.js';
import { AppealsStore } from './appeals.store.js';

/** Appeals as moderators deal with them, as they stand now. */
@ApiTags('admin')
@Allows('admin:appeals:read')
@Controller('api/v1/admin/appeals')
export class AdminAppealsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly store: AppealsStore,
    private readonly gate: ModerationGate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Appeals, newest first (role moderator); the open ones unless state says which' })
  async list(
    @Query() query: AdminAppealsQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Paged<AdminAppeal>> {
    const page = pageRequestOf(query);
    const only = { state: query.state ?? ('open' as const), account: query.account_id };
    const appeals = await this.store.page(page, only, moderator);
    const around = await this.appeals.around(appeals, viewpoint);
    return new Paged(this.gate.adminAppeals(appeals, around, viewpoint), appeals, page.limit);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One appeal (role moderator)' })
  async show(
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Gated<AdminAppeal>> {
    const appeal = isId(id) ? await this.store.byId(id, moderator) : undefined;
    const shown =
      appeal && this.gate.adminAppeal(appeal, await this.appeals.around([appeal], viewpoint), viewpoint);
    if (!shown) throw new RecordNotFoundException();
    return shown;
  }
}
