import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnSite } from '../access/own-site.guard.js';
import { Open, Tokenless } from '../access/route-permissions.js';
import { Plain } from '../http/exit/plain.js';
import { Metrics } from '../platform/metrics.js';
import { MetricsGuard } from './metrics.guard.js';

@ApiTags('operations')
@Open()
@Tokenless()
@UseGuards(MetricsGuard, OwnSite)
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Figures of this server, in Prometheus’ text format' })
  async all(): Promise<Plain> {
    return Plain.metrics(await this.metrics.text());
  }
}
