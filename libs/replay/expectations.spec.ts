import { describe, expect, it } from '@jest/globals';
import { compileScenario } from './compile-scenario.js';
import { EXAMPLE, schema } from './example-scenario.fixture.js';
import { compileExpectations } from './expectations.js';
import { parseScenario } from './parse-scenario.js';

const parsed = parseScenario(EXAMPLE, 'example.yaml', schema);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
const { file, positionOf } = parsed;
const steps = [...compileScenario(file, '')];
const idOf = (step: string, index = 0) => steps.find(({ id }) => id === step)!.commands[index]!.meta.id;

describe('expectations', () => {
  const compiled = compileExpectations(file, positionOf);

  it('look from their country right after the step before them, at what they name', () => {
    expect(
      compiled.map(({ at, from, target, is }) => ({ at: new Date(at).toISOString(), from, target, is })),
    ).toEqual([
      { at: '2021-01-03T09:00:00.000Z', from: 'PT', target: { order: idOf('s08'), items: 'open' }, is: 10 },
      { at: '2021-01-03T10:00:00.000Z', from: 'PT', target: { status: idOf('s01') }, is: 'withheld' },
      { at: '2021-01-03T10:00:00.000Z', from: 'elsewhere', target: { status: idOf('s01') }, is: 'full' },
      { at: '2021-01-03T10:00:00.000Z', from: 'PT', target: { account: idOf('opens', 6) }, is: 'withheld' },
      // at an instant of their own
      { at: '2021-01-02T12:00:00.000Z', from: 'PT', target: { status: idOf('s04') }, is: 'full' },
      // a thing made later has its id already
      { at: '2021-01-03T10:00:00.000Z', from: 'PT', target: { status: idOf('s15') }, is: 'absent' },
    ]);
  });

  it('say where in the file they stand', () => {
    const line = EXAMPLE.split('\n').findIndex((text) => text.includes('from: pt, status: s01')) + 1;
    expect(compiled[1]!.location).toEqual({
      step: 's09',
      path: ['steps', 10, 'expect', 0],
      position: { line, column: 9 },
    });
    expect(compileExpectations(file)[1]!.location.position).toBeNull();
  });
});
