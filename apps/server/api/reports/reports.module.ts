import { Module } from '@nestjs/common';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { ReportsController } from './reports.controller.js';
import { ReportsStore } from './reports.store.js';

/** Reports that people send to the moderators. */
@Module({
  imports: [WebhooksModule],
  controllers: [ReportsController],
  providers: [ReportsStore],
  exports: [ReportsStore],
})
export class ReportsModule {}
