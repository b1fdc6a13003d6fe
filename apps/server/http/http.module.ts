import { Module, type DynamicModule } from '@nestjs/common';
import { APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { BodyReader } from './body-reader.js';
import { SERVER_BOUNDS, type Bounds } from './bounds.js';
import { FormPipe } from './form.pipe.js';
import { RequestInterceptor } from './request.interceptor.js';

/** How requests come in, whatever they ask for. */
@Module({})
export class HttpModule {
  static with(bounds: Bounds): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        BodyReader,
        { provide: SERVER_BOUNDS, useValue: bounds },
        { provide: APP_INTERCEPTOR, useClass: RequestInterceptor },
        { provide: APP_PIPE, useClass: FormPipe },
      ],
    };
  }
}
