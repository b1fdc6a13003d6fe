import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { LiveModule } from '../live/live.module.js';
import { ChannelOpener } from './channel-opener.js';
import { EventStreams } from './event-streams.js';
import { StreamingController } from './streaming.controller.js';
import { StreamingSockets } from './streaming-sockets.js';

/** Mastodon's streaming API, over WebSocket and server-sent events. */
@Module({
  imports: [AccessModule, LiveModule],
  controllers: [StreamingController],
  providers: [ChannelOpener, EventStreams, StreamingSockets],
})
export class StreamingModule {}
