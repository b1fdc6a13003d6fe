import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { ArrayMinSize, IsIn, IsString, MaxLength } from 'class-validator';
import {
  WEBHOOK_EVENTS,
  type Webhook,
  type WebhookDelivery,
  type WebhookEvent,
  type WebhookWithSecret,
} from '#contract';
import { isId } from '#domain';
import { ModerationGate, type Gated, type StoredWebhook, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { AsList } from '../../http/requests/as-list.js';
import { Optional } from '../../http/requests/optional.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { whyNotTo } from '../../webhooks/send.js';
import { newSecret } from '../../webhooks/sign.js';
import { WebhookKeeper } from '../../webhooks/webhook-keeper.js';
import { WebhooksStore } from '../../webhooks/webhooks.store.js';

const MAX_URL = 2_000;

class WebhookBody {
  @ApiProperty({ description: 'Of https; of this machine or a private network where this server is, too' })
  @MaxLength(MAX_URL)
  @IsString()
  url!: string;

  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true })
  @IsIn(WEBHOOK_EVENTS, { each: true })
  @ArrayMinSize(1)
  @AsList(WEBHOOK_EVENTS.length)
  events!: WebhookEvent[];
}

class WebhookChangeBody {
  @ApiPropertyOptional()
  @Optional()
  @MaxLength(MAX_URL)
  @IsString()
  url?: string;

  @ApiPropertyOptional({ enum: WEBHOOK_EVENTS, isArray: true })
  @Optional()
  @IsIn(WEBHOOK_EVENTS, { each: true })
  @ArrayMinSize(1)
  @AsList(WEBHOOK_EVENTS.length)
  events?: WebhookEvent[];

  @ApiPropertyOptional({ description: 'One that is enabled again is told of what comes from then on' })
  @Optional()
  @AsBoolean()
  enabled?: boolean;
}

/** Other systems that are told of what happens, as moderators may know it. */
@ApiTags('admin')
@Controller('api/v1/admin/webhooks')
export class WebhooksController {
  constructor(
    private readonly store: WebhooksStore,
    private readonly keeper: WebhookKeeper,
    private readonly gate: ModerationGate,
  ) {}

  @Get()
  @Allows('admin:webhooks:read')
  @ApiOperation({ summary: 'All webhooks, each with its latest deliveries (role admin)' })
  async list(@LiveView() viewpoint: Viewpoint): Promise<Gated<Webhook[]>> {
    return this.gate.webhooks(await this.store.all(), viewpoint);
  }

  @Get(':id')
  @Allows('admin:webhooks:read')
  @ApiOperation({ summary: 'One webhook, with its latest deliveries (role admin)' })
  async show(@Param('id') id: string, @LiveView() viewpoint: Viewpoint): Promise<Gated<Webhook>> {
    return this.gate.webhook(await this.found(id), viewpoint);
  }

  @Post()
  @Allows('admin:webhooks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Have another system told (role admin); the answer alone tells the secret' })
  async create(
    @Body() { url, events }: WebhookBody,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() admin: Viewer,
  ): Promise<Gated<WebhookWithSecret>> {
    this.requireUrl(url);
    const secret = newSecret();
    const hook = await this.store.create({ url, events: [...new Set(events)], secret }, admin.id);
    return this.gate.webhookWithSecret(hook, secret, viewpoint);
  }

  @Patch(':id')
  @Allows('admin:webhooks:write')
  @ApiOperation({ summary: 'Change its address or what it is told, or have it rest (role admin)' })
  async change(
    @Param('id') id: string,
    @Body() { url, events, enabled }: WebhookChangeBody,
    @LiveView() viewpoint: Viewpoint,
  ): Promise<Gated<Webhook>> {
    await this.found(id);
    if (url !== undefined) this.requireUrl(url);
    const change = {
      ...(url === undefined ? {} : { url }),
      ...(events === undefined ? {} : { events: [...new Set(events)] }),
      ...(enabled === undefined ? {} : { enabled }),
    };
    const hook = await this.store.change(id, change);
    this.keeper.look();
    return this.gate.webhook(hook, viewpoint);
  }

  @Delete(':id')
  @Allows('admin:webhooks:write')
  @ApiOperation({ summary: 'Tell it nothing more, and forget what waits (role admin)' })
  async remove(@Param('id') id: string): Promise<Plain> {
    await this.found(id);
    await this.store.remove(id);
    return Plain.empty();
  }

  @Post(':id/rotate_secret')
  @Allows('admin:webhooks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign with a new secret from now on (role admin); the answer alone tells it' })
  async rotate(@Param('id') id: string, @LiveView() viewpoint: Viewpoint): Promise<Gated<WebhookWithSecret>> {
    await this.found(id);
    const secret = newSecret();
    return this.gate.webhookWithSecret(await this.store.change(id, { secret }), secret, viewpoint);
  }

  @Post(':id/ping')
  @Allows('admin:webhooks:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send it a message that tells nothing, to try it (role admin)' })
  async ping(@Param('id') id: string, @LiveView() viewpoint: Viewpoint): Promise<Gated<WebhookDelivery>> {
    const { enabled } = await this.found(id);
    if (!enabled) throw RefusedException.conflict('The webhook rests: enable it first', ['enable']);
    const delivery = await this.store.ping(id);
    this.keeper.look();
    return this.gate.webhookDelivery(delivery, viewpoint);
  }

  private requireUrl(url: string): void {
    const why = whyNotTo(url, this.keeper.isPrivate);
    if (why !== null) throw RefusedException.invalid('url', why);
  }

  private async found(id: string): Promise<StoredWebhook> {
    const hook = isId(id) ? await this.store.byId(id) : undefined;
    if (hook === undefined) throw new RecordNotFoundException();
    return hook;
  }
}
