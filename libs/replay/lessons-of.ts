import { formatInstant } from './instant.js';
import type { ScenarioFile, Translation } from './scenario-file.js';
import { Story } from './story.js';

/** A lesson as it is told in one language. `at` is ISO 8601 in UTC; `ask` is null where nothing is asked. */
export interface ToldLesson {
  id: string;
  title: string;
  lede: string;
  stops: {
    id: string;
    at: string;
    title: string;
    minutes: number;
    question: string;
    task: string;
    notice: string;
    sources: string[];
    ask: string | null;
  }[];
  law: { id: string; title: string; text: string; sources: string[] }[];
  law_note: string | null;
}

/** The lessons of a scenario's file, in the words of a translation where there is one. */
export function lessonsOf({ lessons = [] }: ScenarioFile, translated: Translation | undefined): ToldLesson[] {
  return lessons.map((lesson) => {
    const words = translated?.lessons?.[lesson.id];
    return {
      id: lesson.id,
      title: words?.title ?? lesson.title,
      lede: words?.lede ?? lesson.lede,
      stops: lesson.stops.map(({ id, at, minutes, sources, ask = null, ...own }) => {
        const { title, question, task, notice } = words?.stops[id] ?? own;
        return {
          id,
          at: formatInstant(Date.parse(at)),
          title,
          minutes,
          question,
          task,
          notice,
          sources,
          ask,
        };
      }),
      law: (lesson.law ?? []).map(({ id, sources, ...own }) => {
        const { title, text } = words?.law?.[id] ?? own;
        return { id, title, text, sources };
      }),
      law_note: words?.law_note ?? lesson.law_note ?? null,
    };
  });
}

/**
 * The ids of the posts that can stand each by itself where there is little room: those of the cast, and those of
 * stand-ins that the file describes. In story order.
 */
export function describedPostsOf(file: ScenarioFile): string[] {
  const story = new Story(file);
  return file.steps.flatMap((step) => {
    if (!('post' in step)) return [];
    const ids = story.idsOf(step);
    const { key, numbers } = story.select(step.post.by);
    if (numbers === null) return [ids.at(0)];
    return Object.keys(file.cohorts[key]?.faces ?? {}).flatMap((number) => {
      const index = numbers.indexOf(Number(number));
      return index < 0 ? [] : [ids.at(index)];
    });
  });
}
