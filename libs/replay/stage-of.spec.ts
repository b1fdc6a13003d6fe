import { describe, expect, it } from '@jest/globals';
import { compileScenario, instantsOf } from './compile-scenario.js';
import { EXAMPLE, schema } from './example-scenario.fixture.js';
import { parseScenario } from './parse-scenario.js';
import type { ScenarioFile } from './scenario-file.js';
import { stageOf } from './stage-of.js';

function parsed(text: string): ScenarioFile {
  const result = parseScenario(text, 'example.yaml', schema);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.file;
}

const file = parsed(EXAMPLE);

/** The example, without what a scenario need not say of its stage. */
const TERSE = EXAMPLE.replace(/^opening:.*\n/m, '')
  .replace(/^places:.*\n/m, '')
  .replace(/^stand_in_note:.*\n/m, '')
  .replace('title: All of it, ', '')
  .replace(/^cuts:\n.*\n/m, '')
  .replace(/^ask:\n( .*\n)*/m, '')
  .replace(/^disputes:\n( .*\n)*/m, '')
  .replace(/^lessons:\n( .*\n)*/m, '')
  .replace(/^translations:\n( .*\n)*/m, '');

describe('the stage of a scenario', () => {
  it('says what the file says, its countries by their codes', () => {
    expect(stageOf(file, 'en')).toMatchObject({
      title: 'An example',
      language: 'en',
      isUnreviewed: false,
      opening: { headline: 'An example begins.', text: 'It shows every part once.' },
      panes: ['PT', 'elsewhere'],
      furtherPlaces: ['GB'],
      sides: [
        { id: 'ministry', name: 'Example Ministry', short: 'EM' },
        { id: 'papers', name: 'Example Press', short: 'The press' },
      ],
      standInNote: 'They are made up.',
      cuts: [
        { id: 'full', title: 'All of it', idle_limit: 10 },
        { id: 'short', title: 'The short cut', idle_limit: 0.5 },
      ],
      chapters: [{ id: 'start', title: 'Start', at: '2021-01-02T09:00:00.000Z' }, { id: 'order' }],
      ask: [
        {
          id: 'listed',
          at: '2021-01-02T10:00:04.000Z',
          text: 'What will the ministry do?',
          choices: ['File an order', 'Nothing'],
          happened: { choice: 1, text: 'It files an order.', sources: ['S1'] },
        },
      ],
      context: {},
    });
  });

  it('is told in another language, with the narrator’s rows by the ids they have in the log', () => {
    const steps = [...compileScenario(file, '')];
    const row = steps.find(({ id }) => id === 's17')?.commands[0]?.meta.id ?? '';
    expect(stageOf(file, 'hi')).toMatchObject({
      title: 'एक उदाहरण',
      language: 'hi',
      isUnreviewed: true,
      opening: { headline: 'एक उदाहरण शुरू होता है।' },
      sides: [{ id: 'ministry', short: 'मंत्रालय' }, { id: 'papers' }],
      standInNote: 'ये काल्पनिक हैं।',
      ask: [
        {
          id: 'listed',
          text: 'मंत्रालय क्या करेगा?',
          choices: ['आदेश देगा', 'कुछ नहीं'],
          happened: { choice: 1, text: 'आदेश देता है।', sources: ['S1'] },
        },
      ],
      cuts: [
        { id: 'full', title: 'पूरा', idle_limit: 10 },
        { id: 'short', title: 'छोटा' },
      ],
      chapters: [
        { id: 'start', title: 'शुरुआत', at: '2021-01-02T09:00:00.000Z' },
        { id: 'order', headline: 'दर्ज होता है।' },
      ],
      context: { [row]: { title: 'जो कहा गया', text: 'कि ऐसा था।' } },
    });
  });

  it('has its lessons in both languages, with the instants and sources of the file', () => {
    const told = { at: '2021-01-02T10:00:00.000Z', minutes: 5, sources: ['S1'], ask: 'listed' };
    expect(stageOf(file, 'en').lessons).toMatchObject([
      {
        id: 'both-sides',
        title: 'Both sides',
        stops: [
          { ...told, id: 'spoken', question: 'Who speaks?' },
          { id: 'ordered', ask: null },
        ],
        law: [{ id: 'act', text: 'It may order.', sources: ['S2'] }],
        law_note: 'In our words.',
      },
    ]);
    expect(stageOf(file, 'hi').lessons).toMatchObject([
      {
        title: 'दोनों पक्ष',
        stops: [{ ...told, question: 'कौन बोलता है?' }, { notice: 'एक मंत्रालय का।' }],
        law: [{ text: 'वह आदेश दे सकता है।', sources: ['S2'] }],
        law_note: 'हमारे शब्दों में।',
      },
    ]);
    expect(stageOf(parsed(TERSE), 'en').lessons).toEqual([]);
  });

  it('has what the sources answer differently by the order that it is about, its questions translated', () => {
    const steps = [...compileScenario(file, '')];
    const order = steps.find(({ id }) => id === 's08')?.commands[0]?.meta.id ?? '';
    const slips = [
      { text: '“about ten”', sources: ['S1'] },
      { text: '“a dozen”', sources: ['S2'] },
    ];
    expect(stageOf(file, 'en').disputes).toEqual({ [order]: [{ question: 'How many?', slips }] });
    expect(stageOf(file, 'hi').disputes).toEqual({ [order]: [{ question: 'कितने?', slips }] });
  });

  it('says which posts can stand by themselves: those of the cast, and of stand-ins that are described', () => {
    const steps = [...compileScenario(file, '')];
    const idOf = (step: string, n: number): string =>
      steps.find(({ id }) => id === step)?.commands[n]?.meta.id ?? '';
    // The crowd's seventh posts once; the others of it are not described.
    expect(stageOf(file, 'en').describedPosts.slice(0, 3)).toEqual([
      idOf('s01', 0),
      idOf('s02', 0),
      idOf('s03', 6),
    ]);
  });

  it('is no longer unreviewed once somebody has looked at the translation', () => {
    expect(stageOf(parsed(EXAMPLE.replace('reviewed: false', 'reviewed: true')), 'hi').isUnreviewed).toBe(
      false,
    );
  });

  it.each(['pt', 'constructor', '__proto__'])(
    'is told in its own language where it has no %s',
    (language) => {
      expect(stageOf(file, language)).toEqual(stageOf(file, 'en'));
    },
  );

  it('makes do with title and description where the file says no more', () => {
    const stage = stageOf(parsed(TERSE), 'hi');
    expect(stage).toMatchObject({
      language: 'en',
      opening: { headline: 'An example', text: 'Everything a scenario can hold, once.' },
      panes: null,
      furtherPlaces: [],
      standInNote: null,
      cuts: [{ id: 'full', title: 'An example', idle_limit: 10 }],
    });
  });
});

describe('the instants of a scenario', () => {
  const until = (at: string): string => EXAMPLE.replace('kind: suspend,', `kind: suspend, until: '${at}',`);
  const LIFTS = /^ {2}- \{ id: s14,.*\n/m;

  it('are those of its steps', () => {
    expect(instantsOf(file)).toEqual([...compileScenario(file, '')].slice(1, -1).map(({ at }) => at));
  });

  it('are those, too, at which a restriction ends by the clock', () => {
    const ends = Date.parse('2021-01-03T16:30:00Z');
    const instants = instantsOf(parsed(until('2021-01-03T16:30:00Z').replace(LIFTS, '')));
    expect(instants).toContain(ends);
    expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
  });

  it('are told once where it ends at the instant of a step', () => {
    const text = until('2021-01-03T16:00:00Z').replace(LIFTS, '');
    expect(instantsOf(parsed(text))).toEqual(instantsOf(parsed(EXAMPLE.replace(LIFTS, ''))));
  });

  it('leave out an end that a step came before', () => {
    expect(instantsOf(parsed(until('2021-01-03T16:30:00Z')))).toEqual(instantsOf(file));
  });
});
