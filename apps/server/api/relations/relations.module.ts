import { Module } from '@nestjs/common';
import { ApartController } from './apart.controller.js';
import { FollowRequestsController } from './follow-requests.controller.js';
import { FollowRequests } from './follow-requests.js';
import { FollowsController } from './follows.controller.js';
import { RelationsService } from './relations.service.js';
import { RelationsStore } from './relations.store.js';

/** Who follows, asks to follow, blocks and mutes whom. */
@Module({
  controllers: [FollowsController, FollowRequestsController, ApartController],
  providers: [RelationsService, RelationsStore, FollowRequests],
  exports: [FollowRequests],
})
export class RelationsModule {}
