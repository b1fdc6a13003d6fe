import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { WebhookKeeper } from './webhook-keeper.js';
import { WebhooksStore } from './webhooks.store.js';

/** Other systems that are told of what happens. */
@Module({
  imports: [FollowerModule],
  providers: [WebhooksStore, WebhookKeeper],
  exports: [WebhooksStore, WebhookKeeper],
})
export class WebhooksModule {}
