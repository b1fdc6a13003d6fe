import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE } from './example-scenario.fixture.js';
import { listScenarioFiles, loadScenarioFile } from './load-scenario-file.js';

const SCHEMA = fileURLToPath(new URL('../../seeds/scenario.schema.json', import.meta.url));

describe('a folder of scenarios', () => {
  let seeds: string;

  beforeEach(async () => {
    seeds = await mkdtemp(join(tmpdir(), 'seeds-'));
    await cp(SCHEMA, join(seeds, 'scenario.schema.json'));
    await add('example', EXAMPLE);
    await add('broken', EXAMPLE.replace('by: speaker', 'by: nobody'));
    await mkdir(join(seeds, 'empty'));
  });

  afterEach(() => rm(seeds, { recursive: true }));

  async function add(id: string, content: string | Uint8Array): Promise<void> {
    await mkdir(join(seeds, id));
    await writeFile(join(seeds, id, 'scenario.yaml'), content);
  }

  it('lists those that have a file', async () => {
    expect(await listScenarioFiles(seeds)).toEqual(['broken', 'example']);
    expect(await listScenarioFiles(join(seeds, 'nowhere'))).toEqual([]);
  });

  it('gives one with the digest of its bytes', async () => {
    const loaded = await loadScenarioFile(seeds, 'example');
    const digest = createHash('sha256').update(EXAMPLE).digest('hex');
    expect(loaded).toMatchObject({
      ok: true,
      digest,
      path: join(seeds, 'example', 'scenario.yaml'),
      file: { id: 'example' },
    });
  });

  it.each([
    'unknown',
    'empty',
    '',
    '..',
    '../example',
    'example/../example',
    'Example',
    'e\0',
    'x'.repeat(5000),
  ])('has no "%s", and says what it has', async (id) => {
    const loaded = await loadScenarioFile(seeds, id);
    expect(loaded).toMatchObject({ ok: false, reason: 'unknown' });
    expect(loaded).toHaveProperty('message', expect.stringContaining('(broken, example)'));
  });

  it('names the file, line and column of what is wrong', async () => {
    const loaded = await loadScenarioFile(seeds, 'broken');
    const line = EXAMPLE.split('\n').findIndex((text) => text.includes('by: speaker')) + 1;
    expect(loaded).toMatchObject({
      ok: false,
      reason: 'invalid',
      errors: [{ file: join(seeds, 'broken', 'scenario.yaml'), line }],
    });
  });

  it('refuses a file in another’s folder, one that is no text, and one that is too large', async () => {
    await add('other', EXAMPLE);
    await add('bytes', new Uint8Array([0xff, 0xfe, 0x00]));
    await add('large', '#'.repeat(5_000_000));
    const messages = await Promise.all(
      ['other', 'bytes', 'large'].map(async (id) => {
        const loaded = await loadScenarioFile(seeds, id);
        return loaded.ok || loaded.reason === 'unknown' ? null : loaded.errors[0]!.message;
      }),
    );
    expect(messages).toEqual([
      '"id" is "example", and the folder is "other"; make them the same',
      'is not UTF-8; save it as that',
      'is 5000000 bytes long; at most 4000000',
    ]);
  });

  it('says that the schema beside them is missing', async () => {
    await rm(join(seeds, 'scenario.schema.json'));
    await expect(loadScenarioFile(seeds, 'example')).rejects.toThrow('scenario.schema.json');
  });
});
