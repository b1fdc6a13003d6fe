import { Module } from '@nestjs/common';
import { CommandSender } from './command-sender.js';

/** Asking for what moderators and authorities do. */
@Module({ providers: [CommandSender], exports: [CommandSender] })
export class CommandsModule {}
