import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { ReplaysModule } from '../replays/replays.module.js';
import { AccessModule } from '../access/access.module.js';
import { CatchUp } from './catch-up.js';
import { DeskSockets } from './desk-sockets.js';
import { FanOut } from './fan-out.js';
import { FrameSets } from './frame-sets.js';
import { Listeners } from './listeners.js';
import { LiveGateway } from './live.gateway.js';
import { LiveService } from './live.service.js';
import { ReplaySockets } from './replay-sockets.js';
import { SlowConsumers } from './slow-consumers.js';
import { Sockets } from './sockets.js';
import { Subscriber } from './subscriber.js';
import { Subscriptions } from './subscriptions.js';
import { Viewers } from './viewers.js';

/** Sends the events of the log over sockets, as they happen. */
@Module({
  imports: [FollowerModule, AccessModule, ReplaysModule],
  providers: [
    CatchUp,
    DeskSockets,
    FanOut,
    FrameSets,
    Listeners,
    LiveGateway,
    LiveService,
    ReplaySockets,
    SlowConsumers,
    Sockets,
    Subscriber,
    Subscriptions,
    Viewers,
  ],
  exports: [DeskSockets, Listeners, LiveService, Subscriber, Viewers],
})
export class LiveModule {}
