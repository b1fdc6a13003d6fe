import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { Audit } from './audit.js';

/** What moderators were let see: written by whoever lets them, read by admins. */
@Module({ controllers: [AuditController], providers: [Audit], exports: [Audit] })
export class AuditModule {}
