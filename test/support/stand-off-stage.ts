import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ScenarioStage } from '#contract';
import { DESKTOP, type TestBrowser, type Visit } from './browser.js';
import { Reader } from './client.js';
import { sqliteDatabase } from './databases.js';
import { serverOn, STAND_OFF, type TestServer } from './server.js';
import { Reading, StagePage, timeOf, wordsOf } from './stage-page.js';
import { holdingStandOff } from './stand-off.js';

/** When India's first tombstones come: about 250 at once. */
export const WITHHELD = '2021-02-01T09:00:00Z';
/** When most of them are shown again. */
export const RESTORED = '2021-02-01T14:50:00Z';
/** 10 February, 14:00 in India. */
export const TENTH = '2021-02-10T08:30:00Z';
/** The last instant of the story, 5 s after the last withholdings. */
export const END = '2021-02-12T04:30:05.000Z';

/** A page of the stage that somebody opened. */
export interface Opened {
  visit: Visit;
  page: Page;
  stage: StagePage;
}

/** The stage of the stand-off in a browser, on a server of the suite, and what the API says of it. */
export class StandOffStage {
  readonly server: TestServer;
  private told: ScenarioStage | null = null;
  private readonly readings = new Map<string, Promise<Reading>>();

  /** Is there for the tests of the suite in which it is made. */
  constructor(private readonly browser: TestBrowser) {
    this.server = serverOn(holdingStandOff(sqliteDatabase), { env: { TEST: '1' } });
    beforeAll(async () => {
      this.told = (await this.reader.reads<ScenarioStage>(`/api/v1/scenarios/${STAND_OFF}/stage`)).body;
      await this.makesTapes('en');
    }, 120_000);
  }

  get story(): ScenarioStage {
    if (this.told === null) throw new Error('The story is not there yet');
    return this.told;
  }

  get reader(): Reader {
    return new Reader(this.server.address);
  }

  /** ms of stage time, in the cut that plays it all, at which an instant stands, and some seconds later. */
  positionOf(at: string, seconds = 0): number {
    return Math.max(0, Math.round(timeOf(this.story).positionAt(Date.parse(at)) + seconds * 1_000));
  }

  /** The instant at which a position of that stands, ms since the epoch. */
  storyAt(position: number): number {
    return timeOf(this.story).storyAt(position);
  }

  /**
   * Opens a path of the server.
   *
   * @param before what is to be done before anything is loaded
   */
  async opens(
    path: string,
    options: object = DESKTOP,
    before?: (page: Page) => Promise<unknown>,
  ): Promise<Opened> {
    const visit = await this.browser.visits(`${this.server.address}${path}`, options, before);
    return { visit, page: visit.page, stage: new StagePage(visit.page, this.story) };
  }

  /** Has the server make both sides' tapes, as it does for whoever asks first: then no page waits for that. */
  async makesTapes(lang: string): Promise<void> {
    for (const view_from of ['IN', 'elsewhere'])
      await this.reader.reads(`/api/v1/scenarios/${STAND_OFF}/tape`, { view_from, lang });
  }

  /** Asks the API about an instant; between two of the story's its answer is the same. */
  reading(from: string, at: string): Promise<Reading> {
    const moment = this.story.instants.findLast((instant) => Date.parse(instant) <= Date.parse(at)) ?? at;
    const key = `${from} ${moment}`;
    const known = this.readings.get(key) ?? Reading.of(this.reader, STAND_OFF, from, moment);
    this.readings.set(key, known);
    return known;
  }

  /** Holds that what is drawn, counted and hidden is what the API says of the instant that the clock shows. */
  async isAsTheApiSays(stage: StagePage): Promise<void> {
    const at = await stage.clock();
    const [india, elsewhere] = [await this.reading('IN', at), await this.reading('elsewhere', at)];
    expect({ at, left: await stage.count('left'), right: await stage.count('right') }).toEqual({
      at,
      left: india.withheld,
      right: elsewhere.withheld,
    });
    const rows = await stage.drawn();
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, left, right } of rows)
      for (const [cell, told] of [
        [left, india],
        [right, elsewhere],
      ] as const) {
        const post = told.get(id);
        expect([id, cell?.tombstone]).toEqual([id, post && told.hides(id)]);
        if (post !== undefined && !told.hides(id)) expect(flat(cell?.text)).toContain(flat(wordsOf(post)));
      }
    const left = flat((await stage.pane('left').allInnerTexts()).join('\n'));
    for (const words of india.wordsWithheldOf(elsewhere)) expect(left).not.toContain(flat(words));
  }
}

/** Text without what only lays it out, and the marks of what is quoted. */
export const flat = (text = ''): string => text.replaceAll(/[“”]/g, '').replaceAll(/\s+/g, ' ').trim();
