import type { ScenarioStage } from '#contract';
import type { StoredScenario } from '#projections';
import { stageOf, type Stage } from '#replay';
import type { ReadScenario } from './scenario-files.js';

/** Whether a scenario's file is the very one that was loaded. */
export function isLoaded({ manifest }: StoredScenario, file: ReadScenario | null): boolean {
  return file?.digest === manifest.digest;
}

/** Stages by file and language: a file that was read stays as it is. */
const told = new WeakMap<ReadScenario, Map<string, Stage>>();

function toldBy(read: ReadScenario, language: string): Stage {
  const known = told.get(read) ?? new Map<string, Stage>();
  told.set(read, known);
  const stage = known.get(language) ?? stageOf(read.file, language);
  known.set(language, stage);
  return stage;
}

/** The questions about an order that the sources answer differently, by its scenario's file. */
export function disputesOn(read: ReadScenario, order: string, language: string | null): Dispute[] {
  return toldBy(read, language ?? read.file.language).disputes[order] ?? [];
}

/** A question, and what the sources print in answer to it. */
export type Dispute = Stage['disputes'][string][number];

/** The ids of the posts that can stand each by itself, by a scenario's file. */
export function describedPosts(read: ReadScenario): string[] {
  return toldBy(read, read.file.language).describedPosts;
}

/**
 * A scenario's stage.
 *
 * @param file its file; null where there is none to read
 * @param logged when something has happened in it by the log, ms since the epoch; used where the file is not
 *   the one that was loaded
 * @param language the one asked for; null: the scenario's own
 * @param now ms since the epoch: what ends by the clock later has not happened yet
 */
export function presentStage(
  stored: StoredScenario,
  file: ReadScenario | null,
  { logged, language, now }: { logged: readonly number[]; language: string | null; now: number },
): ScenarioStage {
  const { id, manifest, loaded } = stored;
  const stage = file === null ? null : toldBy(file, language ?? file.file.language);
  const fileIsLoaded = isLoaded(stored, file);
  const instants = fileIsLoaded ? (stage?.instants ?? []).filter((at) => at <= now) : logged;
  return {
    id,
    revision: manifest.digest,
    title: stage?.title ?? manifest.title,
    language: stage?.language ?? manifest.language,
    is_unreviewed_translation: stage?.isUnreviewed ?? false,
    time_zone: manifest.time_zone,
    opening: stage?.opening ?? { headline: manifest.title, text: manifest.description },
    places: stage?.panes ?? null,
    further_places: stage?.furtherPlaces ?? [],
    sides: stage?.sides ?? [],
    faces: stage?.faces ?? [],
    stand_in_note: stage?.standInNote ?? null,
    cuts: stage?.cuts ?? [],
    instants: instants.map((at) => new Date(at).toISOString()),
    chapters: stage?.chapters ?? manifest.chapters,
    ask: stage?.ask ?? [],
    lessons: stage?.lessons ?? [],
    context: stage?.context ?? {},
    orders: stage?.orders ?? {},
    file_is_loaded: fileIsLoaded,
    is_complete: loaded,
  };
}
