import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandBus, loadSteps } from '#commands';
import type { Database } from '#database';
import { SEEDS_DIR } from '#operations';
import { compileScenario, loadScenarioFile } from '#replay';

/** India withholds a post and an account in the story below, from the afternoon on. */
const WITHHOLDING = 'decide: { order: an-order, items: 1-2, outcome: withheld, reason: As ordered. }';

/** A made-up story of four stand-ins and one body, told in a few steps on 2 January 2021, UTC. */
export const STORY = `
id: a-story
title: A story
description: Made up for tests.
language: en
time_zone: UTC
opens: '2021-01-01T00:00:00Z'
replay: { idle_limit: 2 }
sources:
  S1: { title: An article, publisher: Example Times, published: '2021-01-02', url: null }
authorities:
  ministry: { name: Example Ministry, short_name: ExMin, country: IN, note: Made up. }
cast:
  speaker: { venue: twitter, handle: examplespeaker, name: Example Speaker, kind: body, verified: true, note: Made up. }
  papers: { venue: press, handle: papers, name: Example Press, kind: body, verified: false, note: Made up. }
cohorts:
  crowd:
    count: 4
    venue: twitter
    handle: crowd-{n:3}
    name: Stand-in {n}
    note: 'Number {n}.'
    text: 'Post of stand-in {n}. #Example'
chapters:
  - { id: start, title: Start, headline: It starts., at: '2021-01-02T09:00:00Z' }
steps:
  - { id: says, at: '2021-01-02T09:00:00Z', precision: minute, certainty: quoted, sources: [S1], title: Somebody speaks, post: { by: speaker, text: Hello. } }
  - { id: prints, at: '2021-01-02T09:01:00Z', precision: minute, certainty: quoted, sources: [S1], title: To the press, post: { by: papers, text: A statement. } }
  - { id: crowd-posts, at: '2021-01-02T10:00:00Z', precision: day, certainty: illustrative, sources: [], title: The crowd posts, post: { by: { cohort: crowd, numbers: 1-4 } } }
  - { id: crowd-answers, at: '2021-01-02T10:00:01Z', precision: day, certainty: illustrative, sources: [], title: And answers, post: { by: { cohort: crowd, numbers: 2-3 }, text: 'Answer {n}.', reply_to: { cohort: crowd, number: 1, step: crowd-posts } } }
  - { id: crowd-reposts, at: '2021-01-02T10:00:02Z', precision: day, certainty: illustrative, sources: [], title: And passes on, repost: { by: { cohort: crowd, numbers: 3-4 }, post: { cohort: crowd, number: 1, step: crowd-posts } } }
  - { id: crowd-quotes, at: '2021-01-02T10:00:03Z', precision: day, certainty: illustrative, sources: [], title: And quotes, post: { by: { cohort: crowd, numbers: '4' }, text: Quoting., quote: { cohort: crowd, number: 2, step: crowd-posts } } }
  - { id: crowd-likes, at: '2021-01-02T10:00:04Z', precision: day, certainty: illustrative, sources: [], title: And likes, like: { by: { cohort: crowd, numbers: 2-4 }, post: { cohort: crowd, number: 1, step: crowd-posts } } }
  - id: an-order
    at: '2021-01-02T12:00:00Z'
    precision: day
    certainty: reported
    sources: [S1]
    title: An order
    order:
      authority: ministry
      venue: twitter
      title: An order
      legal_basis: Example Act
      grounds: [public_order]
      reason: As reported.
      countries: [IN]
      items:
        - posts: { cohort: crowd, numbers: '1' }
        - accounts: { cohort: crowd, numbers: '2' }
        - accounts: { cohort: crowd, numbers: '3' }
        - url: https://example.org/elsewhere
  - { id: acts, at: '2021-01-02T14:00:00Z', precision: day, certainty: reported, sources: [S1], title: Something is done, ${WITHHOLDING} }
  - { id: ends, at: '2021-01-02T20:00:00Z', precision: minute, certainty: quoted, sources: [S1], title: Somebody speaks again, post: { by: speaker, text: Bye. } }
`;

/** Loads a story. @throws with what is wrong with it */
export function loadStory(database: Database, yaml = STORY): Promise<void> {
  return inSeeds(yaml, async (seeds, id) => {
    const loaded = await loadScenarioFile(seeds, id);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded));
    const steps = compileScenario(loaded.file, loaded.digest);
    const compiled = { id, digest: loaded.digest, steps };
    for await (const _ of loadSteps(new CommandBus(database), database, compiled));
  });
}

/** Puts a story's file into a folder of scenarios that is there while it is worked with. */
export async function inSeeds<T>(yaml: string, work: (seeds: string, id: string) => Promise<T>): Promise<T> {
  const id = /^id: (\S+)$/m.exec(yaml)?.[1] ?? '';
  const seeds = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-seeds-'));
  try {
    fs.copyFileSync(path.join(SEEDS_DIR, 'scenario.schema.json'), path.join(seeds, 'scenario.schema.json'));
    fs.mkdirSync(path.join(seeds, id));
    fs.writeFileSync(path.join(seeds, id, 'scenario.yaml'), yaml);
    return await work(seeds, id);
  } finally {
    fs.rmSync(seeds, { recursive: true, force: true });
  }
}
