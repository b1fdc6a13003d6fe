import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { AdminAppealsController } from './admin-appeals.controller.js';
import { AppealsController } from './appeals.controller.js';
import { Appeals } from './appeals.service.js';
import { AppealsStore } from './appeals.store.js';

/** Appeals of authors, and their answers. */
@Module({
  imports: [CommandsModule, WebhooksModule],
  controllers: [AppealsController, AdminAppealsController],
  providers: [Appeals, AppealsStore],
  exports: [Appeals, AppealsStore],
})
export class AppealsModule {}
