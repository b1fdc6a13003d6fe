import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Source, Status } from '#contract';
import type { Database } from '#database';
import { contextRows, scenarioById, statusesById } from '#projections';
import { Gate, gateContext, type Gated, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { readAt, type RequestWithViewpoint, View } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { Stages, type LessonOnStory } from '../../stages/stages.js';
import { HTML_TYPE } from '../layout.js';
import { Pages } from '../pages.service.js';
import { PageRoute, sendAsPage } from '../route-kind.js';
import { placesOf } from './lesson-addresses.js';
import { lessonPage } from './lesson-page.js';
import { lessonsPage } from './lessons-page.js';
import { sheetPage } from './sheet-page.js';

/** Rows of the narrator's that a sheet may hold: it has room for fewer. */
const MOST_TOLD = 40;

/** Lessons on stories, and sheets of them to be printed. Words are the file's; posts are what the gate lets through. */
@ApiTags('pages')
@Allows('statuses:read')
@Controller('lessons')
export class LessonsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly stages: Stages,
    private readonly pages: Pages,
  ) {}

  @Get()
  @PageRoute('page')
  @ApiOperation({ summary: 'The lessons on the stories that were loaded here' })
  async list(
    @View() { language }: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain> {
    const lessons = await this.stages.lessons(language);
    const page = await this.pages.of('page', request, null);
    sendAsPage(reply, 'page', lessons.length > 0);
    return Plain.lessons(lessons).as(HTML_TYPE, (value) => lessonsPage(page, value));
  }

  @Get(':id')
  @PageRoute('page')
  @ApiOperation({
    summary: 'A lesson: its stops, the law in a card, and each side’s reason as it is seen from here',
  })
  async show(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status[]>> {
    const story = await this.find(id, viewpoint);
    const reasons = await this.seen(
      story.stage.sides.flatMap(({ reason }) => reason ?? []),
      asPublic(viewpoint),
    );
    const sources = await this.sourcesOf(story);
    const page = await this.pages.of('page', request, story.stage.id);
    sendAsPage(reply, 'page', true);
    return reasons.as(HTML_TYPE, (value) => lessonPage(page, { story, sources, reasons: value }));
  }

  @Get(':id/sheets/:stop')
  @PageRoute('page')
  @ApiOperation({ summary: 'What both places see at a stop of a lesson, to be printed on one A4' })
  async sheet(
    @Param('id') id: string,
    @Param('stop') asked: string,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Status[]>> {
    const story = await this.find(id, viewpoint);
    const stop = story.lesson.stops.find((one) => one.id === asked);
    const at = stop === undefined ? NaN : Date.parse(stop.at);
    // The future has no view; a story is performed at the pace of its own.
    if (stop === undefined || !(at <= viewpoint.now)) throw new RecordNotFoundException();
    const here = { ...asPublic(viewpoint), at, live: false };
    // Where each place is shown its own view alone, the sheet has one side.
    const looks =
      viewpoint.mode === 'open' ? placesOf(story).map((from): Viewpoint => ({ ...here, from })) : [here];
    const sides = await Promise.all(
      looks.map(async (look) => ({ from: look.from, seen: await this.seen(story.describedPosts, look) })),
    );
    const told = gateContext(await contextRows(this.database.reader, story.stage.id, at, MOST_TOLD));
    const sources = await this.sourcesOf(story);
    const page = await this.pages.of('page', request, story.stage.id);
    sendAsPage(reply, 'page', true);
    const statuses = sides.map(({ from, seen }) => ({ from, statuses: seen.value }));
    return sides[0]!.seen.as(HTML_TYPE, () =>
      sheetPage(page, { story, stop, sources, sides: statuses, told: told.value }),
    );
  }

  private async find(id: string, { language }: Viewpoint): Promise<LessonOnStory> {
    const found = await this.stages.lesson(id, language);
    if (found === undefined) throw new RecordNotFoundException();
    return found;
  }

  /** Some posts as the story's own timeline has them from a viewpoint: what is withheld there as its tombstone. */
  private async seen(ids: readonly string[], viewpoint: Viewpoint): Promise<Gated<Status[]>> {
    const rows = await statusesById(this.database.reader, readAt(viewpoint), ids);
    return this.gate.listed(rows, viewpoint, 'scenario').statuses;
  }

  private async sourcesOf({ stage }: LessonOnStory): Promise<readonly Source[]> {
    return (await scenarioById(this.database.reader, stage.id))?.manifest.sources ?? [];
  }
}

/** A class sees what everybody sees, whoever opened the page. */
function asPublic(viewpoint: Viewpoint): Viewpoint {
  return { ...viewpoint, asPublic: true };
}
