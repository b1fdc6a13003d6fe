import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ContextRow, Scenario } from '#contract';
import type { Database } from '#database';
import { contextRows, scenarioById, scenarios, type StoredScenario } from '#projections';
import { gateContext, LANGUAGES, type Gated, type Language, type Viewpoint } from '#visibility';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { cacheable } from '../../http/exit/cacheable.js';
import { Plain } from '../../http/exit/plain.js';
import { DATABASE } from '../../platform/tokens.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { Open } from '../../access/route-permissions.js';
import { Stages } from '../../stages/stages.js';

class ContextQuery {
  @Limit(400, 100)
  limit!: number;
}

class StageQuery {
  @ApiPropertyOptional({ enum: LANGUAGES, description: 'Of its words; the scenario’s own without' })
  @Optional()
  @IsIn(LANGUAGES)
  lang?: Language;
}

@ApiTags('scenarios')
@Open()
@Controller('api/v1/scenarios')
export class ScenariosController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly stages: Stages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The scenarios that were opened here' })
  async list(): Promise<Plain> {
    return Plain.scenarios((await scenarios(this.database.reader)).map(toScenario));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One scenario' })
  async show(@Param('id') id: string): Promise<Plain> {
    return Plain.scenarios(toScenario(await this.find(id)));
  }

  @Get(':id/chapters')
  @ApiOperation({ summary: 'Its chapters, in story order' })
  async chapters(@Param('id') id: string): Promise<Plain> {
    return Plain.chapters((await this.find(id)).manifest.chapters);
  }

  @Get(':id/sources')
  @ApiOperation({ summary: 'What its events cite' })
  async sources(@Param('id') id: string): Promise<Plain> {
    return Plain.sources((await this.find(id)).manifest.sources);
  }

  @Get(':id/context')
  @ApiViewpoint()
  @ApiOperation({ summary: 'The narrator’s rows up to the viewpoint’s instant, newest first' })
  async context(
    @Param('id') id: string,
    @Query() { limit }: ContextQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<ContextRow[]>> {
    await this.find(id);
    return gateContext(await contextRows(this.database.reader, id, viewpoint.at, limit));
  }

  @Get(':id/stage')
  @ApiOperation({ summary: 'What its stage says, and how its clock runs' })
  async stage(
    @Param('id') id: string,
    @Query() { lang }: StageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain> {
    const stage = await this.stages.of(id, lang ?? null);
    if (stage === undefined) throw new RecordNotFoundException();
    return cacheable(request, reply, Plain.stage(stage));
  }

  private async find(id: string): Promise<StoredScenario> {
    const found = await scenarioById(this.database.reader, id);
    if (found === undefined) throw new RecordNotFoundException();
    return found;
  }
}

function toScenario({ id, manifest, stepsLoaded, loaded }: StoredScenario): Scenario {
  const { title, description, language, time_zone, starts, ends, steps } = manifest;
  return {
    id,
    title,
    description,
    language,
    time_zone,
    starts,
    ends,
    steps,
    steps_loaded: stepsLoaded,
    loaded,
  };
}
