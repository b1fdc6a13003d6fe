import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import { LANGUAGES } from '#visibility';

/** Documents where and as whom a route looks, and in which language it speaks: of what tells of now alone. */
export function ApiLook(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'view_from',
      required: false,
      schema: { type: 'string' },
      example: 'IN',
      description: 'A country (ISO 3166-1 alpha-2), or elsewhere',
    }),
    ApiQuery({
      name: 'view_as',
      required: false,
      enum: ['public'],
      description: 'public drops what you may see beyond others',
    }),
    ApiQuery({
      name: 'lang',
      required: false,
      enum: [...LANGUAGES],
      description: 'The language of what the platform says; as Accept-Language without',
    }),
  );
}

/** Documents the viewpoint that every reading route takes. */
export function ApiViewpoint(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'view_at',
      required: false,
      schema: { type: 'string', format: 'date-time' },
      example: '2021-02-10T08:04:00Z',
      description: 'An instant, ISO 8601 with offset; live without',
    }),
    ApiLook(),
    ApiHeader({
      name: 'Withheld-View-At',
      required: false,
      description:
        'As `view_at`, which comes before it; on a write it refuses what would be written into the past',
    }),
    ApiHeader({
      name: 'Withheld-View-From',
      required: false,
      description: 'As `view_from`, which comes before it',
    }),
  );
}
