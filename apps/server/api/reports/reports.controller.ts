import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Report } from '#contract';
import type { Database } from '#database';
import { accountAt, statusesById } from '#projections';
import { mayKnowOf, ModerationGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { DATABASE } from '../../platform/tokens.js';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { readAt, View } from '../../http/viewpoint/viewpoint.js';
import { ReportBody } from './reports.dto.js';
import { ReportsStore } from './reports.store.js';

/** Telling moderators of somebody; open on what is withheld from whoever tells. */
@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: ModerationGate,
    private readonly reports: ReportsStore,
  ) {}

  @Post()
  @Allows('reports:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Report an account and posts of it; open on what is withheld from the viewpoint' })
  async file(
    @Body() body: ReportBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Report>> {
    const when = readAt(viewpoint);
    const target = await accountAt(this.database.reader, when, { id: body.account_id });
    if (target === undefined) throw new RecordNotFoundException();
    const statuses = [...new Set(body.status_ids ?? [])];
    const rules = [...new Set(body.rule_ids ?? [])];
    const { posts } = await statusesById(this.database.reader, when, statuses);
    const isOfTarget = (id: string): boolean => {
      const post = posts.get(id);
      return post?.account.id === target.id && mayKnowOf(post, posts, viewpoint).granted;
    };
    if (!statuses.every(isOfTarget)) {
      throw RefusedException.invalid('status_ids', 'must be of posts of the account');
    }
    const report = await this.reports.file({
      account: viewer.id,
      target: target.id,
      category: rules.length > 0 ? 'violation' : (body.category ?? 'other'),
      comment: body.comment ?? '',
      statuses,
      rules,
    });
    return this.gate.filed(report, target, posts, viewpoint);
  }
}
