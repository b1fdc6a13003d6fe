import { Module } from '@nestjs/common';
import { Asker } from './asker.js';

/** Asking for what moderators and authorities do. */
@Module({ providers: [Asker], exports: [Asker] })
export class CommandsModule {}
