import { Module } from '@nestjs/common';
import { StatusesModule } from '../statuses/statuses.module.js';
import { KeepingController } from './keeping.controller.js';
import { KeepingStore } from './keeping.store.js';

/** Bookmarks, pins, preferences and markers. */
@Module({
  imports: [StatusesModule],
  controllers: [KeepingController],
  providers: [KeepingStore],
  exports: [KeepingStore],
})
export class KeepingModule {}
