import type { Locator, Page } from 'playwright-core';
import type { ScenarioStage, Status } from '#contract';
import { StageTime } from '#replay';
import type { Reader } from './client.js';

/** The counts of withheld posts that a pane shows: stand-ins, and others. */
export interface Told {
  standIns: number;
  others: number;
}

/** Stage time in the cut that plays a story whole. */
export function timeOf({ cuts, instants }: ScenarioStage): StageTime {
  return new StageTime(
    instants.map((instant) => Date.parse(instant)),
    cuts[0]?.idle_limit ?? 6,
  );
}

/** The stage as somebody sees and uses it. */
export class StagePage {
  constructor(
    readonly page: Page,
    private readonly stage: ScenarioStage,
  ) {}

  get headline(): Locator {
    return this.page.locator('.caption h1');
  }
  get play(): Locator {
    return this.page.locator('#transport-play');
  }
  get feed(): Locator {
    return this.page.getByRole('feed');
  }
  get scrubber(): Locator {
    return this.page.locator('.wave-range');
  }
  get tombstones(): Locator {
    return this.page.locator('.cell .standing > .tombstone');
  }
  get differing(): Locator {
    return this.page.locator('.pair.differs');
  }
  pane(side: 'left' | 'right'): Locator {
    return this.page.locator(`.cell.${side} .standing`);
  }

  /** Waits until the rows of an instant are there. */
  async isThere(): Promise<void> {
    await this.page.locator('.row').first().waitFor();
    await this.feed.and(this.page.locator('[aria-busy="false"]')).waitFor();
  }

  /** ms of stage time, in the cut that plays it all, at which an instant stands. */
  positionOf(at: string, seconds = 0): number {
    return Math.max(0, Math.round(timeOf(this.stage).positionAt(Date.parse(at)) + seconds * 1_000));
  }

  /** Drags the playhead to some seconds before or after an instant. */
  async seeks(at: string, seconds = 0): Promise<void> {
    await this.scrubber.fill(String(this.positionOf(at, seconds)));
    await this.isDrawn();
  }

  /** Pauses it, where it plays: what is shown then is the position's own moment. */
  async pauses(): Promise<void> {
    await this.isDrawn();
    if ((await this.play.getAttribute('aria-label')) === 'Pause') await this.play.click();
    await this.page.locator('#transport-play[aria-label="Play"]').waitFor();
    await this.isDrawn();
    // The post that turned last is wiped away to its end.
    await this.page.locator('.leaving').first().waitFor({ state: 'detached' });
  }

  /** Waits until the browser has drawn: what moves with time is written before each frame. */
  async isDrawn(): Promise<void> {
    await this.page.evaluate('new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))');
  }

  /** The instant that the clock shows, to the second, as an ISO 8601 string. */
  async clock(): Promise<string> {
    return (await this.page.locator('.stage-clock time').getAttribute('datetime')) ?? '';
  }

  /** Reads the counts in a pane's head. */
  async count(side: 'left' | 'right'): Promise<Told> {
    const text = await this.page.locator(`.head:has(#head-${side}) .tally`).innerText();
    const [, standIns = '0'] = /(\d+) stand-in/.exec(text) ?? [];
    const [, others = '0'] = /(\d+) account/.exec(text) ?? [];
    return { standIns: Number(standIns), others: Number(others) };
  }

  /** The rows of posts that are drawn: which post, and how each side reads it; null where the side has nothing. */
  drawn(): Promise<{ id: string; left: Cell | null; right: Cell | null }[]> {
    return this.page.evaluate(`[...document.querySelectorAll('.row[data-post]')].map((row) => {
      const read = (side) => {
        const cell = row.querySelector('.cell.' + side + ' .standing');
        if (cell === null || cell.querySelector('.absent') !== null) return null;
        return { tombstone: cell.querySelector('.tombstone') !== null, text: cell.innerText };
      };
      return { id: row.dataset.post, left: read('left'), right: read('right') };
    })`);
  }
}

export interface Cell {
  tombstone: boolean;
  text: string;
}

/** The posts that a place reads of a scenario at an instant, as the API has them. */
export class Reading {
  private constructor(private readonly posts: ReadonlyMap<string, Status>) {}

  static async of(reader: Reader, scenario: string, from: string, at: string): Promise<Reading> {
    const query = { scenario, view_at: at, view_as: 'public', view_from: from, limit: '40' };
    const pages = await reader.walks('/api/v1/timelines/public', query);
    return new Reading(new Map(pages.flatMap(({ body }) => body).map((post) => [post.id, post])));
  }

  get(id: string): Status | undefined {
    return this.posts.get(id);
  }

  /** How many have something withheld: whoever has several posts counts once. */
  get withheld(): Told {
    const hidden = [...this.posts.values()].flatMap((post) =>
      isHidden(post) ? [(post.reblog ?? post).account] : [],
    );
    const count = (isStandIn: boolean): number =>
      new Set(hidden.filter(({ kind }) => (kind === 'stand_in') === isStandIn).map(({ id }) => id)).size;
    return { standIns: count(true), others: count(false) };
  }

  /** Whether a post is, to a reader, a tombstone. */
  hides(id: string): boolean {
    const post = this.posts.get(id);
    return post !== undefined && isHidden(post);
  }

  /** The words that another place reads and this one does not. */
  wordsWithheldOf(other: Reading): string[] {
    return [...this.posts.keys()]
      .filter((id) => this.hides(id))
      .flatMap((id) => {
        const there = other.get(id);
        return there === undefined || isHidden(there) ? [] : [wordsOf(there)];
      });
  }
}

const isHidden = (post: Status): boolean => post.tombstone || post.reblog?.tombstone === true;

/** A post's words without their mark-up. */
export const wordsOf = (post: Status): string =>
  (post.reblog ?? post).content
    .replaceAll(/<br ?\/?>|<\/p><p>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The stage's clock in the page, as an expression: ms since the epoch. */
export const clockNow = `Date.parse(document.querySelector('.stage-clock time')?.dateTime)`;
/** That the stage's clock shows an instant, as an expression. */
export const clockIs = (at: string): string => `${clockNow} === ${Date.parse(at)}`;
