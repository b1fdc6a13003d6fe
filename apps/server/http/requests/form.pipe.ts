import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { withoutNulls } from '../door/shape.js';

/**
 * Makes of what was sent the form that a route takes, or refuses it with a 422. A field that is null is one
 * that was left out: class-validator's `IsOptional` would let it through as null, which no route expects.
 */
@Injectable()
export class FormPipe extends ValidationPipe {
  constructor() {
    super({ transform: true, whitelist: true, stopAtFirstError: true, errorHttpStatusCode: 422 });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // A part of a path is left as it was written: the pipe would take `1e0` for a number.
    return this.toValidate(metadata)
      ? super.transform(withoutNulls(value), metadata)
      : Promise.resolve(value);
  }
}
