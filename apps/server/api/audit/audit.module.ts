import { Global, Module } from '@nestjs/common';
import { Audit } from '../../http/exit/audit.js';
import { AuditController } from './audit.controller.js';
import { StoredAudit } from './stored-audit.js';

/**
 * The record of what moderators were let see: admins read it; the exit and the sockets write it. It is global,
 * since they stand before the routes and know of it by the abstract class `Audit` alone.
 */
@Global()
@Module({
  controllers: [AuditController],
  providers: [StoredAudit, { provide: Audit, useExisting: StoredAudit }],
  exports: [Audit],
})
export class AuditModule {}
