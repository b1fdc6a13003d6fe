import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AdminAppeal, Appeal } from '#contract';
import { isId } from '#domain';
import { ModerationGate, type Gated, type StoredAppeal, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { PageQuery, pageRequestOf } from '../../http/paging/page.query.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { asOfNow } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { AnswerBody, AppealBody } from './appeals.dto.js';
import { Appeals } from './appeals.service.js';
import { AppealsStore } from './appeals.store.js';

/** An author's appeal against what restricts something of theirs; open to whoever is suspended, too. */
@ApiTags('appeals')
@Controller('api/v1/appeals')
export class AppealsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly store: AppealsStore,
    private readonly gate: ModerationGate,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Allows('appeals:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Appeal against what restricts something of one’s own; once a restriction' })
  async file(
    @Body() body: AppealBody,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() author: Viewer,
  ): Promise<Gated<Appeal>> {
    const appeal = await this.appeals.file(body, author, viewpoint);
    return this.shown(appeal, asOfNow(viewpoint, this.clock));
  }

  @Get()
  @Allows('appeals:read')
  @ApiOperation({ summary: 'One’s own appeals, newest first' })
  async list(
    @Query() query: PageQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() author: Viewer,
  ): Promise<Paged<Appeal>> {
    const page = pageRequestOf(query);
    const own = await this.store.own(page, author.id);
    const around = await this.appeals.around(own, viewpoint);
    return new Paged(this.gate.appeals(own, around, viewpoint), own, page.limit);
  }

  @Get(':id')
  @Allows('appeals:read')
  @ApiOperation({ summary: 'One of one’s own appeals' })
  async show(
    @Param('id') id: string,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() author: Viewer,
  ): Promise<Gated<Appeal>> {
    const appeal = isId(id) ? await this.store.ownById(id, author.id) : undefined;
    if (appeal === undefined) throw new RecordNotFoundException();
    return this.shown(appeal, viewpoint);
  }

  @Post(':id/answer')
  @Allows('admin:appeals:write')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Answer an appeal (role moderator): restore what it is against, or uphold it; whoever imposed it may restore alone',
  })
  async answer(
    @Param('id') id: string,
    @Body() body: AnswerBody,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Gated<AdminAppeal>> {
    const appeal = isId(id) ? await this.store.byId(id, moderator) : undefined;
    if (appeal === undefined) throw new RecordNotFoundException();
    await this.appeals.answer(appeal, body, moderator);
    const answered = (await this.store.byId(id, moderator)) ?? appeal;
    const now = asOfNow(viewpoint, this.clock);
    const shown = this.gate.adminAppeal(answered, await this.appeals.around([answered], now), now);
    if (shown === null) throw new RecordNotFoundException();
    return shown;
  }

  private async shown(appeal: StoredAppeal, viewpoint: Viewpoint): Promise<Gated<Appeal>> {
    const shown = this.gate.appeal(appeal, await this.appeals.around([appeal], viewpoint), viewpoint);
    if (shown === null) throw new RecordNotFoundException();
    return shown;
  }
}
