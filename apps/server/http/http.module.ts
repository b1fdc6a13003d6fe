import { Global, Module, type DynamicModule } from '@nestjs/common';
import { BodyReader } from './door/body-reader.js';
import { SERVER_BOUNDS, type Bounds } from './door/bounds.js';
import { RateLimits } from './limits/rate-limits.js';
import { Whereabouts } from './viewpoint/whereabouts.js';

/** Infrastructure that every route uses. Features may depend on it; it depends on no feature. */
@Global()
@Module({})
export class HttpModule {
  static with(bounds: Bounds): DynamicModule {
    return {
      module: HttpModule,
      providers: [BodyReader, RateLimits, { provide: SERVER_BOUNDS, useValue: bounds }, Whereabouts],
      exports: [BodyReader, RateLimits, Whereabouts],
    };
  }
}
