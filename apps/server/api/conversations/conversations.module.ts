import { Module } from '@nestjs/common';
import { LiveModule } from '../../live/live.module.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsService } from './conversations.service.js';
import { ConversationsStore } from './conversations.store.js';
import { ToldMarks } from './told-marks.js';

/** Conversations. */
@Module({
  imports: [LiveModule],
  controllers: [ConversationsController],
  providers: [ConversationsService, ConversationsStore, ToldMarks],
})
export class ConversationsModule {}
