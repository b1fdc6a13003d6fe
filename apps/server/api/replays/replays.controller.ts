import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#config';
import type { Viewpoint } from '#visibility';
import { Open } from '../../access/route-permissions.js';
import { countedAs, TrustedProxies } from '../../http/door/client-address.js';
import { Plain } from '../../http/exit/plain.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { View } from '../../http/viewpoint/viewpoint.js';
import { CONFIG } from '../../platform/tokens.js';
import {
  AnswerReplayBody,
  ControlReplayBody,
  CreateReplayBody,
  JoinReplayBody,
  LikeReplayBody,
  WaitQuery,
} from '../../replays/replays.dto.js';
import { Replays } from '../../replays/replays.service.js';
import { RoomWatch } from '../../replays/room-watch.js';

/** Rooms over HTTP: for whom WebSocket is blocked, they are all there is. */
@ApiTags('replays')
@Open()
@Controller('api/v1/replays')
export class ReplaysController {
  private readonly proxies: TrustedProxies;

  constructor(
    @Inject(CONFIG) { geo }: Config,
    private readonly replays: Replays,
    private readonly watch: RoomWatch,
  ) {
    this.proxies = new TrustedProxies(geo.trustedProxies);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make a room over a scenario; whoever has the presenter_key of the answer controls it',
  })
  async create(@Body() body: CreateReplayBody, @Req() request: FastifyRequest): Promise<Plain> {
    return Plain.replay(await this.replays.create(body, this.callerOf(request)));
  }

  @Get(':id')
  @ApiOperation({
    summary: 'A room, by its id or code; with version and wait, once it is at another version',
  })
  async show(
    @Param('id') id: string,
    @Query() { version, wait = 0 }: WaitQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain> {
    const room = await this.replays.find(id, this.callerOf(request));
    // A version that is not known here, as from the future, is waited for in vain.
    if (wait === 0 || version !== room.version) return Plain.replay(await this.replays.show(room));
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return Plain.replay(await this.replays.showPast(room, wait * 1_000, gone.signal));
  }

  @Post(':id/join')
  @HttpCode(200)
  @ApiOperation({ summary: 'Join a room, by its id or code; with a token, as the same participant' })
  async join(
    @Param('id') id: string,
    @Body() body: JoinReplayBody,
    @Req() request: FastifyRequest,
  ): Promise<Plain> {
    const room = await this.replays.find(id, this.callerOf(request));
    const { joined, key, place } = await this.replays.join(room, body);
    this.watch.seen(room.id, key, place);
    return Plain.replay(joined);
  }

  @Post(':id/control')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Play, pause, seek, change speed, step, ask, reveal; 403 without the presenter_key',
  })
  async control(
    @Param('id') id: string,
    @Body() body: ControlReplayBody,
    @Req() request: FastifyRequest,
  ): Promise<Plain> {
    const room = await this.replays.find(id, this.callerOf(request));
    return Plain.replay(await this.replays.control(room, body));
  }

  @Post(':id/answers')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Answer the question on the screens, until it is revealed; the last answer counts',
  })
  async answer(
    @Param('id') id: string,
    @Body() body: AnswerReplayBody,
    @Req() request: FastifyRequest,
  ): Promise<Plain> {
    const room = await this.replays.find(id, this.callerOf(request));
    await this.replays.answer(room, body);
    return Plain.replay({ question: body.question, choice: body.choice });
  }

  @Post(':id/likes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Like a post in this room; 451 where it is withheld at the room’s moment' })
  async like(
    @Param('id') id: string,
    @Body() body: LikeReplayBody,
    @View() viewpoint: Viewpoint,
    @Req() request: FastifyRequest,
  ): Promise<Plain> {
    const room = await this.replays.find(id, this.callerOf(request));
    return Plain.replay(await this.replays.like(room, body, viewpoint));
  }

  @Get(':id/likes')
  @ApiViewpoint()
  @ApiOperation({ summary: 'What is liked in a room, of what is shown from the viewpoint at its moment' })
  async likes(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @Req() request: FastifyRequest,
  ): Promise<Plain> {
    const room = await this.replays.find(id, this.callerOf(request));
    return Plain.replay(await this.replays.likes(room, viewpoint));
  }

  /** The address that a request is counted under; null for this machine. */
  private callerOf({ raw }: FastifyRequest): string | null {
    const address = this.proxies.addressOf(raw);
    return address === null ? null : countedAs(address);
  }
}
