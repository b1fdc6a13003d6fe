import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ViewpointModule } from '../viewpoint/viewpoint.module.js';
import { LiveGateway } from './live.gateway.js';
import { LiveService } from './live.service.js';

/** The log as it goes on, told over sockets. */
@Module({
  imports: [AuditModule, ViewpointModule],
  providers: [LiveGateway, LiveService],
  exports: [LiveService],
})
export class LiveModule {}
