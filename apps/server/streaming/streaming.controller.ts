import { Controller, Get, Req, Res, applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allows, Open, TokenInQuery, Tokenless } from '../access/route-permissions.js';
import { Plain } from '../http/exit/plain.js';
import { ApiLook } from '../http/viewpoint/viewpoint.openapi.js';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { EventStreams } from './event-streams.js';

/** Documents a stream of events. */
function EventStream(summary: string): MethodDecorator {
  return applyDecorators(
    ApiLook(),
    ApiOperation({ summary: `${summary}: server-sent events, for as long as it is listened to` }),
  );
}

const OnlyMedia = (): MethodDecorator =>
  ApiQuery({
    name: 'only_media',
    required: false,
    schema: { type: 'boolean' },
    description: 'Posts with media: there are none',
  });
const Tag = (): MethodDecorator => ApiQuery({ name: 'tag', required: true, schema: { type: 'string' } });

/**
 * Mastodon's streams over server-sent events. Over WebSocket they begin at `/api/v1/streaming` itself
 * (`StreamingSockets`).
 *
 * @see https://docs.joinmastodon.org/methods/streaming/
 */
@ApiTags('streaming')
@TokenInQuery()
@Controller('api/v1/streaming')
export class StreamingController {
  constructor(private readonly streams: EventStreams) {}

  @Get('health')
  @Open()
  @Tokenless()
  @ApiOperation({ summary: 'That streams can be listened to' })
  health(): Plain {
    return Plain.health({ status: 'ok' }).as('text/plain; charset=utf-8', () => 'OK');
  }

  @Get('user')
  @Allows('home:stream')
  @EventStream('One’s home and notifications')
  user(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'user');
  }

  @Get('user/notification')
  @Allows('home:stream')
  @EventStream('One’s notifications')
  notifications(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'user:notification');
  }

  @Get('direct')
  @Allows('home:stream')
  @EventStream('One’s conversations, of which none is told yet')
  direct(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'direct');
  }

  @Get('public')
  @Allows('statuses:read')
  @OnlyMedia()
  @EventStream('All public posts')
  all(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'public');
  }

  @Get('public/local')
  @Allows('statuses:read')
  @OnlyMedia()
  @EventStream('Public posts of people here')
  local(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'public:local');
  }

  @Get('public/remote')
  @Allows('statuses:read')
  @OnlyMedia()
  @EventStream('Public posts of other venues')
  remote(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'public:remote');
  }

  @Get('hashtag')
  @Allows('statuses:read')
  @Tag()
  @EventStream('Public posts with a hashtag')
  hashtag(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'hashtag');
  }

  @Get('hashtag/local')
  @Allows('statuses:read')
  @Tag()
  @EventStream('Public posts with a hashtag of people here')
  localHashtag(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'hashtag:local');
  }

  @Get('list')
  @Allows('home:stream')
  @ApiQuery({ name: 'list', required: true, schema: { type: 'string' } })
  @EventStream('A list, of which there are none')
  list(@Req() request: RequestWithViewpoint, @Res() reply: FastifyReply): Promise<void> {
    return this.streams.answer(request, reply, 'list');
  }
}
