import { ELSEWHERE, normaliseCountry } from '#domain';
import { FULL_CUT } from './check-stage.js';
import { instantsOf } from './compile-scenario.js';
import { formatInstant } from './instant.js';
import { describedPostsOf, lessonsOf, type ToldLesson } from './lessons-of.js';
import type { Dispute, ScenarioFile, Translation } from './scenario-file.js';
import { Story } from './story.js';

/** A scenario's stage by its file, in one language. */
export interface Stage {
  title: string;
  language: string;
  /** Whether these words were translated and a native reader has not looked at them yet. */
  isUnreviewed: boolean;
  opening: { headline: string; text: string };
  /** The places that the panes open on; null where the file does not say. */
  panes: [string, string] | null;
  furtherPlaces: string[];
  /** `reason` is the id of the post in which a side gives its reason. */
  sides: { id: string; name: string; short: string; reason: string | null }[];
  standInNote: string | null;
  /** `idle_limit` in seconds. The one that `replay` is comes first. */
  cuts: { id: string; title: string; idle_limit: number }[];
  /** ISO 8601. */
  chapters: { id: string; title: string; headline: string; at: string }[];
  /** In story order; `at` is ISO 8601, the `choice` that it was from 1 or null. */
  ask: {
    id: string;
    at: string;
    text: string;
    choices: string[];
    happened: { choice: number | null; text: string; sources: string[] };
  }[];
  /** Narrator's rows in this language, by the ids of their events; empty in the file's own. */
  context: Record<string, { title: string; text: string }>;
  /** Titles of orders in this language, by their ids; empty in the file's own. */
  orders: Record<string, string>;
  /** Questions that the sources answer differently, by the ids of the orders that they are about. */
  disputes: Record<string, Pick<Dispute, 'question' | 'slips'>[]>;
  lessons: ToldLesson[];
  /** Ids of the posts that can stand each by itself, in story order. */
  describedPosts: string[];
  /** Ids of the accounts of a cohort that the file describes: stand-ins with a face. */
  faces: string[];
  /** ms since the Unix epoch, ascending strictly. */
  instants: number[];
}

/**
 * Tells what a scenario's file says of its stage.
 *
 * @param file as `parseScenario` returned it
 * @param language the one asked for, BCP 47; in one that it has no words in, it is told in its own
 */
export function stageOf(file: ScenarioFile, language: string): Stage {
  const translated = Object.hasOwn(file.translations ?? {}, language)
    ? file.translations![language]
    : undefined;
  const title = translated?.title ?? file.title;
  return {
    title,
    language: translated === undefined ? file.language : language,
    isUnreviewed: translated !== undefined && !translated.reviewed,
    opening: translated?.opening ?? file.opening ?? { headline: title, text: file.description },
    panes: file.places === undefined ? null : [place(file.places.panes[0]), place(file.places.panes[1])],
    furtherPlaces: (file.places?.further ?? []).map(place),
    sides: Object.entries(file.sides ?? {}).map(([id, side]) => {
      const { name, short } = translated?.sides?.[id] ?? side;
      return { id, name, short, reason: side.reason === undefined ? null : postOf(file, side.reason) };
    }),
    standInNote: translated?.stand_in_note ?? file.stand_in_note ?? null,
    cuts: cutsOf(file, translated, title),
    chapters: file.chapters.map(({ id, at, ...own }) => {
      const { title: name, headline } = translated?.chapters[id] ?? own;
      return { id, title: name, headline, at: formatInstant(Date.parse(at)) };
    }),
    ask: questionsOf(file, translated),
    context: translated === undefined ? {} : rowsOf(file, translated),
    orders: translated === undefined ? {} : orderTitlesOf(file, translated),
    disputes: disputesOf(file, translated),
    lessons: lessonsOf(file, translated),
    describedPosts: describedPostsOf(file),
    faces: facesOf(file),
    instants: instantsOf(file),
  };
}

/** The id of the post that a step makes; null where it makes none. */
function postOf(file: ScenarioFile, id: string): string | null {
  const step = file.steps.find((one) => !('expect' in one) && 'post' in one && one.id === id);
  return step === undefined || 'expect' in step ? null : new Story(file).idsOf(step).at(0);
}

function facesOf(file: ScenarioFile): string[] {
  const story = new Story(file);
  return Object.entries(file.cohorts).flatMap(([cohort, { faces = {} }]) =>
    Object.keys(faces).map((number) => story.account({ cohort, number: Number(number) }).id),
  );
}

function cutsOf(
  { replay, cuts = {} }: ScenarioFile,
  translated: Translation | undefined,
  otherwise: string,
): Stage['cuts'] {
  const named = (id: string, title: string | undefined): string =>
    translated?.cuts?.[id] ?? title ?? otherwise;
  return [
    { id: FULL_CUT, title: named(FULL_CUT, replay.title), idle_limit: replay.idle_limit },
    ...Object.entries(cuts).map(([id, { title, idle_limit }]) => ({
      id,
      title: named(id, title),
      idle_limit,
    })),
  ];
}

function questionsOf({ ask = [], steps }: ScenarioFile, translated: Translation | undefined): Stage['ask'] {
  const at = new Map(steps.flatMap((step) => ('expect' in step ? [] : [[step.id, step.at] as const])));
  return ask.map(({ id, after, text, choices, happened: { choice = null, text: what, sources } }) => {
    const words = translated?.ask?.[id] ?? { text, choices, happened: what };
    return {
      id,
      at: formatInstant(Date.parse(at.get(after) ?? '')),
      text: words.text,
      choices: words.choices,
      happened: { choice, text: words.happened, sources },
    };
  });
}

/** The rows of a translation, which has them by step, by the ids of the events that the steps make. */
function rowsOf(file: ScenarioFile, { context }: Translation): Stage['context'] {
  const story = new Story(file);
  const rows: Stage['context'] = {};
  for (const step of file.steps) {
    if (!('context' in step)) continue;
    const row = context[step.id];
    if (row !== undefined) rows[story.idsOf(step).at(0)] = { title: row.title, text: row.text };
  }
  return rows;
}

function place(text: string): string {
  return text === ELSEWHERE ? text : (normaliseCountry(text) ?? text);
}

/** The titles of a translation, which has them by step, by the ids of the orders that the steps file. */
function orderTitlesOf(file: ScenarioFile, { orders = {} }: Translation): Stage['orders'] {
  const story = new Story(file);
  const titles: Stage['orders'] = {};
  for (const step of file.steps) {
    if (!('order' in step)) continue;
    const title = orders[step.id];
    if (title !== undefined) titles[story.idsOf(step).at(0)] = title;
  }
  return titles;
}

function disputesOf(file: ScenarioFile, translated: Translation | undefined): Stage['disputes'] {
  const story = new Story(file);
  const disputes: Stage['disputes'] = {};
  for (const { id, order, question, slips } of file.disputes ?? []) {
    const step = file.steps.find((one) => !('expect' in one) && one.id === order);
    if (step === undefined || 'expect' in step) continue;
    (disputes[story.idsOf(step).at(0)] ??= []).push({
      question: translated?.disputes?.[id] ?? question,
      slips,
    });
  }
  return disputes;
}
