import { Module } from '@nestjs/common';
import { InstanceController } from './instance.controller.js';
import { Usages } from './usage.js';

/** What this server is. */
@Module({ controllers: [InstanceController], providers: [Usages] })
export class InstanceModule {}
