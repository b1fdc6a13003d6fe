import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { StagesModule } from '../stages/stages.module.js';
import { Replays } from './replays.service.js';
import { ReplaysStore } from './replays.store.js';
import { RoomStates } from './room-states.js';
import { RoomTables } from './room-tables.js';
import { RoomWatch } from './room-watch.js';

/** Rooms in which a scenario is replayed to many at once. */
@Module({
  imports: [FollowerModule, StagesModule],
  providers: [Replays, ReplaysStore, RoomStates, RoomTables, RoomWatch],
  exports: [Replays, RoomWatch],
})
export class ReplaysModule {}
