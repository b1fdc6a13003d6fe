import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CommandBus } from '#commands';
import type { Config } from '#config';
import type { Database, FileOwnership } from '#database';
import { AccountGate, DiscoveryGate, Gate, ModerationGate, OrderGate } from '#visibility';
import { Clock } from './clock.js';
import { Draining } from './draining.js';
import { Metrics } from './metrics.js';
import { Origin } from './origin.js';
import { CONFIG, DATABASE, OWNERSHIP } from './tokens.js';

/** Providers that every feature uses, such as configuration, database, clock, command bus and gates. */
@Global()
@Module({})
export class PlatformModule {
  static with(parts: {
    config: Config;
    database: Database;
    ownership: FileOwnership | null;
    clock: Clock;
  }): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: DATABASE, useValue: parts.database },
      { provide: OWNERSHIP, useValue: parts.ownership },
      { provide: Clock, useValue: parts.clock },
      { provide: Origin, useValue: new Origin(parts.config.publicUrl) },
      Draining,
      Metrics,
      {
        provide: CommandBus,
        useFactory: (clock: Clock, metrics: Metrics) =>
          new CommandBus(parts.database, {
            clock: () => clock.now(),
            onCommit: (at) => clock.notBefore(at),
            onBatch: (batch) => metrics.committed(batch),
          }),
        inject: [Clock, Metrics],
      },
      { provide: Gate, useFactory: (origin: Origin) => new Gate(origin), inject: [Origin] },
      {
        provide: ModerationGate,
        useFactory: (origin: Origin) => new ModerationGate(origin),
        inject: [Origin],
      },
      { provide: AccountGate, useFactory: (origin: Origin) => new AccountGate(origin), inject: [Origin] },
      { provide: DiscoveryGate, useFactory: (origin: Origin) => new DiscoveryGate(origin), inject: [Origin] },
      { provide: OrderGate, useFactory: (origin: Origin) => new OrderGate(origin), inject: [Origin] },
    ];
    return {
      module: PlatformModule,
      providers,
      exports: providers.map((one) => ('provide' in one ? one.provide : one)),
    };
  }
}
