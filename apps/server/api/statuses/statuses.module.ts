import { Module } from '@nestjs/common';
import { LikersController } from './likers.controller.js';
import { StatusesController } from './statuses.controller.js';
import { StatusesService } from './statuses.service.js';

/** Posts, and what people do with them. */
@Module({
  controllers: [StatusesController, LikersController],
  providers: [StatusesService],
  exports: [StatusesService],
})
export class StatusesModule {}
