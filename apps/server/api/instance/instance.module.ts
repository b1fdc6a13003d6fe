import { Module } from '@nestjs/common';
import { InstanceController } from './instance.controller.js';
import { Usages } from './usage.js';

/** The server's description of itself. */
@Module({ controllers: [InstanceController], providers: [Usages] })
export class InstanceModule {}
