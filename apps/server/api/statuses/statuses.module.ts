import { Module } from '@nestjs/common';
import { ScheduleModule } from '../../schedule/schedule.module.js';
import { LikersController } from './likers.controller.js';
import { ScheduledController } from './scheduled.controller.js';
import { ScheduledService } from './scheduled.service.js';
import { StatusesController } from './statuses.controller.js';
import { StatusesService } from './statuses.service.js';

/** Posts, and what people do with them. */
@Module({
  imports: [ScheduleModule],
  controllers: [StatusesController, LikersController, ScheduledController],
  providers: [StatusesService, ScheduledService],
  exports: [StatusesService],
})
export class StatusesModule {}
