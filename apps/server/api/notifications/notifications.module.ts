import { Module } from '@nestjs/common';
import { GroupedController } from './grouped.controller.js';
import { GroupedService } from './grouped.service.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsStore } from './notifications.store.js';
import { PolicyController } from './policy.controller.js';

/** Notifications. The policy’s routes stand before those whose last part is an id. */
@Module({
  controllers: [PolicyController, NotificationsController, GroupedController],
  providers: [NotificationsService, GroupedService, NotificationsStore],
})
export class NotificationsModule {}
