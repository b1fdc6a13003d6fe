import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, ContextRow, Scenario, ScenarioStage } from '#contract';
import { StageTime } from '#replay';
import { Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn, serversPerTest, STAND_OFF } from './support/server.js';
import { holdingStandOff } from './support/stand-off.js';
import { loadStory, STORY } from './support/story.js';

const path = (id: string): string => `/api/v1/scenarios/${id}/stage`;

onEachDatabase((make) => {
  describe('the stage of a scenario whose file is there', () => {
    const server = serverOn(holdingStandOff(make));
    let reader: Reader;
    beforeAll(async () => {
      reader = new Reader(server.address);
    }, 60_000);

    const stage = async (query = {}): Promise<ScenarioStage> =>
      (await reader.reads<ScenarioStage>(path(STAND_OFF), query)).body;

    it('says what the file says, and that it is the one that was loaded', async () => {
      const told = await stage();
      expect(told).toMatchObject({
        id: STAND_OFF,
        language: 'en',
        is_unreviewed_translation: false,
        time_zone: 'Asia/Kolkata',
        opening: { headline: 'Eighteen days, two places.' },
        places: ['IN', 'elsewhere'],
        sides: [
          { id: 'ministry', reason: expect.stringMatching(/^[0-9A-Z]{26}$/) },
          { id: 'company', reason: expect.stringMatching(/^[0-9A-Z]{26}$/) },
        ],
        stand_in_note: 'The real number was not published.',
        ask: [
          { id: 'first-list', at: '2021-01-31T12:30:06.000Z' },
          { id: 'that-evening' },
          { id: 'no-action', happened: { choice: 2, sources: ['S3', 'X6', 'X4'] } },
          { id: 'where-answered' },
          { id: 'last-count' },
        ],
        context: {},
        file_is_loaded: true,
        is_complete: true,
      });
      const { chapters } = told;
      const known = await reader.reads<ScenarioStage['chapters']>(`/api/v1/scenarios/${STAND_OFF}/chapters`);
      expect(chapters).toEqual(known.body);
    });

    it('names the stand-ins that the story describes', async () => {
      const { faces } = await stage();
      expect(faces).toHaveLength(12);
      for (const id of faces) {
        const { body } = await reader.reads<Account>(`/api/v1/accounts/${id}`, {
          view_from: 'elsewhere',
          view_at: '2021-02-05T00:00:00Z',
        });
        expect(body).toMatchObject({
          kind: 'stand_in',
          display_name: expect.stringMatching(/^Stand-in .+: ./),
        });
      }
    });

    it('is told in Hindi: every chapter, and every row of the narrator’s', async () => {
      const english = await stage({ lang: 'en' });
      const hindi = await stage({ lang: 'hi' });
      expect(hindi).toMatchObject({ language: 'hi', is_unreviewed_translation: true });
      const rows = await reader.reads<ContextRow[]>(`/api/v1/scenarios/${STAND_OFF}/context`, {
        limit: '400',
      });
      expect(Object.keys(hindi.context).sort()).toEqual(rows.body.map(({ id }) => id).sort());
      const words = ({
        title,
        opening,
        stand_in_note,
        sides,
        cuts,
        chapters,
        ask,
      }: ScenarioStage): unknown[] =>
        [title, opening.headline, opening.text, stand_in_note, sides, cuts, chapters, ask].map((of) =>
          JSON.stringify(of),
        );
      for (const word of [...words(hindi), ...Object.values(hindi.context).flatMap(Object.values)])
        expect(word).toMatch(/\p{Script=Devanagari}/u);
      for (const word of words(english)) expect(word).not.toMatch(/\p{Script=Devanagari}/u);
      // Only the words are others.
      expect({ ...hindi, ...english }).toEqual(english);
      expect(hindi.chapters.map(({ at }) => at)).toEqual(english.chapters.map(({ at }) => at));
    });

    it('is told in its own language where none is asked for, whatever the browser prefers', async () => {
      const answer = await reader.sends('GET', path(STAND_OFF), undefined, { 'accept-language': 'hi' });
      expect(answer.text).toBe((await reader.reads(path(STAND_OFF), { lang: 'en' })).text);
      expect((await reader.reads(path(STAND_OFF), { lang: 'fr' })).status).toBe(422);
    });

    it('plays in five minutes, and its cut in ninety seconds, with the first withholding within twenty', async () => {
      const { cuts, instants, chapters } = await stage();
      const withheld = Date.parse(chapters.find(({ id }) => id === 'six-hours')?.at ?? '');
      const plays = cuts.map(({ id, idle_limit }) => {
        const time = new StageTime(instants.map(Date.parse), idle_limit);
        return { id, minutes: time.duration / 60_000, firstAt: time.positionAt(withheld) / 1_000 };
      });
      expect(plays).toEqual([
        { id: 'full', minutes: expect.closeTo(5, 0), firstAt: expect.any(Number) },
        { id: 'short', minutes: expect.closeTo(1.5, 1), firstAt: expect.any(Number) },
      ]);
      expect(plays[1]?.firstAt).toBeLessThanOrEqual(20);
    });

    it('is the same for whoever asks, from wherever and of whenever', async () => {
      const { text, headers } = await reader.reads(path(STAND_OFF));
      for (const query of [{ view_from: 'IN' }, { view_from: 'US' }, { view_at: '2021-02-01T12:30:00Z' }]) {
        const answer = await reader.reads(path(STAND_OFF), query);
        expect([answer.text, answer.headers.get('etag')]).toEqual([text, headers.get('etag')]);
      }
    });

    it('may be kept by anybody, who is told when it is still so', async () => {
      const { headers, text } = await reader.reads(path(STAND_OFF));
      expect(headers.get('cache-control')).toBe('public, no-cache');
      expect([headers.get('withheld-viewpoint'), headers.get('vary')]).toEqual([null, 'Accept-Encoding']);
      const etag = headers.get('etag') ?? '';
      const asks = (value: string) =>
        reader.sends('GET', path(STAND_OFF), undefined, { 'if-none-match': value });
      for (const known of [etag, etag.replace('W/', ''), `"another", ${etag}`, '*']) {
        const answer = await asks(known);
        expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', etag]);
        expect(answer.headers.get('content-length')).toBeNull();
      }
      expect(await asks('"another"')).toMatchObject({ status: 200, text });
      // In another language it is another answer.
      const hindi = await reader.reads(path(STAND_OFF), { lang: 'hi' });
      expect(hindi.headers.get('etag')).not.toBe(etag);
    });

    it('is of no scenario that was not opened here', async () => {
      for (const id of ['no-such-story', '..%2f..%2fetc', 'scenario.schema.json'])
        expect((await reader.reads(path(id))).status).toBe(404);
    });
  });

  describe('the stage of a scenario whose file is not the one that was loaded', () => {
    const starts = serversPerTest(make);
    const stageOn = async (
      yaml: string,
      id: string,
    ): Promise<{ stage: ScenarioStage; scenario: Scenario }> => {
      const server = await starts();
      await loadStory(server.database, yaml);
      const reader = new Reader(server.address);
      const stage = (await reader.reads<ScenarioStage>(path(id), { lang: 'hi' })).body;
      return { stage, scenario: (await reader.reads<Scenario>(`/api/v1/scenarios/${id}`)).body };
    };
    const instantsIn = (yaml: string): string[] =>
      [...yaml.matchAll(/\{? ?id: \S+,?\s+at: '(2021[^']+)'/g)].map(([, at = '']) =>
        new Date(at).toISOString(),
      );

    it('says so, and runs by what was loaded', async () => {
      // given another story under the id of one that has a file
      const { stage } = await stageOn(STORY.replace('id: a-story', `id: ${STAND_OFF}`), STAND_OFF);
      expect(stage).toMatchObject({
        file_is_loaded: false,
        is_complete: true,
        language: 'hi',
        places: ['IN', 'elsewhere'],
        time_zone: 'UTC',
      });
      expect(stage.instants).toEqual(instantsIn(STORY));
    });

    it('has what the log tells where there is no file', async () => {
      const { stage, scenario } = await stageOn(STORY, 'a-story');
      expect(stage).toEqual({
        id: 'a-story',
        revision: expect.stringMatching(/^[0-9a-f]{64}$/),
        ask: [],
        title: scenario.title,
        language: 'en',
        is_unreviewed_translation: false,
        time_zone: 'UTC',
        opening: { headline: scenario.title, text: scenario.description },
        places: null,
        further_places: [],
        sides: [],
        stand_in_note: null,
        cuts: [],
        faces: [],
        instants: instantsIn(STORY),
        lessons: [],
        chapters: [{ id: 'start', title: 'Start', headline: 'It starts.', at: '2021-01-02T09:00:00.000Z' }],
        context: {},
        orders: {},
        file_is_loaded: false,
        is_complete: true,
      });
    });
  });
});
