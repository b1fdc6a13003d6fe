import { Module } from '@nestjs/common';
import { AuditModule } from '../api/audit/audit.module.js';
import { AccessModule } from '../access/access.module.js';
import { LiveGateway } from './live.gateway.js';
import { LiveService } from './live.service.js';

/** The log as it goes on, told over sockets. */
@Module({
  imports: [AccessModule, AuditModule],
  providers: [LiveGateway, LiveService],
  exports: [LiveService],
})
export class LiveModule {}
