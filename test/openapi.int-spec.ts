import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { WEBHOOK_EVENTS } from '#contract';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

describe('the OpenAPI document', () => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1', DEMO: '1' } });
  let source: string;
  beforeAll(async () => {
    source = (await new Reader(server.address).reads('/docs-json')).text;
  });

  it('has nothing that Redocly’s recommended rules find wrong, or doubtful', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      // Off in `recommended`: whether each example is what its schema says.
      rules: { 'no-invalid-media-type-examples': 'error', 'no-invalid-parameter-examples': 'error' },
    });
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    const told = problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`,
    );
    expect(told).toEqual([]);
  });

  it('gives an example of each body, in each form in which it may come, and of each name in a path', () => {
    const { paths } = JSON.parse(source) as OpenAPIObject;
    const without = Object.entries(paths).flatMap(([path, operations]) =>
      (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
        const { parameters = [], requestBody } = operations[method] ?? {};
        const named = parameters.filter((one) => 'in' in one && one.in === 'path') as {
          name: string;
          description?: string;
          example?: unknown;
        }[];
        const bare = named.filter(({ description, example }) => !description || example === undefined);
        const content = requestBody === undefined || !('content' in requestBody) ? {} : requestBody.content;
        const forms = Object.keys(content);
        return [
          ...bare.map(({ name }) => `${method} ${path}: ${name}`),
          ...Object.entries(content).flatMap(([form, { example }]) =>
            example === undefined ? [`${method} ${path}: ${form}`] : [],
          ),
          ...(forms.length === 0 || forms.length === 3 ? [] : [`${method} ${path}: ${forms.join()}`]),
        ];
      }),
    );
    expect(without).toEqual([]);
  });

  it('says what webhooks are told', () => {
    const { webhooks } = JSON.parse(source) as { webhooks: object };
    expect(Object.keys(webhooks)).toEqual([...WEBHOOK_EVENTS]);
  });
});
