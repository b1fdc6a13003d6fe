import { beforeAll, describe, expect, it } from '@jest/globals';
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
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    const told = problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`,
    );
    expect(told).toEqual([]);
  });

  it('says what webhooks are told', () => {
    const { webhooks } = JSON.parse(source) as { webhooks: object };
    expect(Object.keys(webhooks)).toEqual([...WEBHOOK_EVENTS]);
  });
});
