import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '#migrations';
import { inSeeds, STORY } from '../../test/support/story.js';
import { checkScenario } from './check-scenario.js';
import { consume, type Line } from './lines.js';

/** Checks a story. @returns the exit code, what it said, and the path of the file */
function checks(yaml: string): Promise<{ code: number; lines: Line[]; file: string }> {
  return inSeeds(yaml, async (seeds, id) => {
    const lines: Line[] = [];
    const code = await consume(checkScenario(seeds, id, MIGRATIONS), (line) => lines.push(line));
    return { code, lines, file: path.join(seeds, id, 'scenario.yaml') };
  });
}

const expecting = (is: string): string => `${STORY}  - expect: [{ from: IN, status: says, is: ${is} }]\n`;

describe('checking a scenario', () => {
  it('holds it to what it expects', async () => {
    expect(await checks(expecting('full'))).toMatchObject({
      code: 0,
      lines: [{ kind: 'line', text: 'a-story: 12 steps, 1 of 1 expectations hold.' }],
    });
  });

  it.each<[string, string, number, RegExp]>([
    ['is no YAML', STORY.replace('title: A story', 'title: A: story'), 3, /./],
    ['names someone who is not there', STORY.replace('by: papers', 'by: nobody'), 28, /nobody/],
    ['expects what is not so', expecting('withheld'), 55, /expected withheld, saw full/],
  ])('names file, line and column where it %s', async (_, yaml, line, reason) => {
    const { code, lines, file } = await checks(yaml);
    expect(code).toBe(1);
    const [{ kind, text } = { kind: '', text: '' }] = lines;
    const [, place, found] = /^(.*):(\d+):\d+: /.exec(text) ?? [];
    expect([kind, place, found]).toEqual(['error', file, String(line)]);
    expect(text).toMatch(reason);
  });
});
