import { Module } from '@nestjs/common';
import { ApartController } from './apart.controller.js';
import { FollowsController } from './follows.controller.js';
import { RelationsService } from './relations.service.js';
import { RelationsStore } from './relations.store.js';

/** Who follows, blocks and mutes whom. */
@Module({ controllers: [FollowsController, ApartController], providers: [RelationsService, RelationsStore] })
export class RelationsModule {}
