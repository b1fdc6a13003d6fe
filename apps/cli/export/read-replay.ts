import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { OfflineFile, Scenario, ScenarioStage, Tape } from '#contract';

const pack = promisify(gzip);

/** ms; the first to ask for a tape waits until it is made. */
const PATIENCE = 120_000;
const ELSEWHERE = 'elsewhere';

/** Why a replay cannot be put into a file; the message says what to do. */
export class NotExported extends Error {
  override readonly name = 'NotExported';
}

/** A replay as a server tells it, to be put into a file. */
export interface HeldReplay {
  title: string;
  /** The year that the story ends in: its pages say first that they replay that year. */
  year: string;
  held: OfflineFile;
}

/**
 * Reads all that a stage asks a server for, from the places that the story opens on: by the public routes, as
 * anybody there gets it. So nothing comes into the file that did not pass the gate.
 *
 * @param server its address
 * @param language of the words, and of what the platform says
 * @param now wall time, ms since the epoch
 * @throws NotExported where the scenario is not there, not told to its end, or not shown to everybody
 */
export async function readReplay(
  server: string,
  asked: { scenario: string; language: OfflineFile['language']; now: number },
  signal: AbortSignal,
): Promise<HeldReplay> {
  const { scenario: id, language, now } = asked;
  const base = `/api/v1/scenarios/${encodeURIComponent(id)}`;
  const answers: OfflineFile['answers'] = [];
  const hold = async (path: string, body: unknown): Promise<void> => {
    const bytes = await pack(JSON.stringify(body), { level: 9 });
    answers.push({ path, gzip: bytes.toString('base64') });
  };

  const scenario = await read<Scenario>(server, base, signal);
  if (scenario === null)
    throw new NotExported(`Scenario ${id} is not loaded here. Load it first: withheld seed ${id}`);
  if (!scenario.loaded)
    throw new NotExported(`Scenario ${id} is still being performed. Once it has come to its end, try again.`);
  const stagePath = `${base}/stage?lang=${language}`;
  const stage = (await read<ScenarioStage>(server, stagePath, signal))!;
  await hold('/api/v1/scenarios', [scenario]);
  await hold(stagePath, stage);
  await hold(`${base}/sources`, await read(server, `${base}/sources`, signal));
  const places = [...new Set(stage.places ?? [ELSEWHERE])];
  for (const place of places) {
    for (let since: string | null = ''; since !== null;) {
      const path = `${base}/tape?lang=${language}&view_from=${place}${since && `&since=${since}`}`;
      const page: Tape = (await read<Tape>(server, path, signal, isForEverybody))!;
      await hold(path, page);
      since = page.next;
    }
  }
  return {
    title: stage.title,
    year: new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: scenario.time_zone }).format(
      new Date(scenario.ends),
    ),
    held: {
      scenario: id,
      made_at: new Date(now).toISOString(),
      revision: stage.revision,
      language,
      places,
      answers,
    },
  };
}

/** Whether an answer is what anybody gets who names the place, and not what is shown to who is there alone. */
function isForEverybody({ status, headers }: Response): boolean {
  return status !== 403 && /\bpublic\b/.test(headers.get('cache-control') ?? '');
}

/**
 * Reads a path of the server.
 *
 * @returns what it answers; null where there is nothing
 */
async function read<T>(
  server: string,
  path: string,
  signal: AbortSignal,
  mayLeave: (response: Response) => boolean = () => true,
): Promise<T | null> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const answer = await fetch(`${server}${path}`, { signal: patience }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new NotExported(`The server at ${server} does not answer (${String(error)}).`);
  });
  if (!mayLeave(answer)) throw new NotExported(REFUSED_WHERE_ENFORCED);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new NotExported(`The server at ${server} answered ${answer.status} to ${path}.`);
  return (await answer.json()) as T;
}

/** Said where each place is shown its own view alone. */
export const REFUSED_WHERE_ENFORCED =
  'Nothing is exported with GEO_MODE=enforced: a file shows what two places see, wherever it is opened, ' +
  'and this server shows each place its own view alone. With GEO_MODE=open it can be made.';
