import { amongIds, idsParameter, type Sql } from '#database';
import type { EventPayloads, Provenance } from '#domain';
import { toProvenance } from './stored-rows.js';

export interface StoredScenario {
  id: string;
  manifest: EventPayloads['scenario.opened'];
  stepsLoaded: number;
  loaded: boolean;
}

export interface StoredContextRow {
  id: string;
  at: number;
  scenario: string;
  title: string;
  text: string;
  side: string | null;
  provenance: Provenance | null;
}

interface ScenarioRow {
  id: string;
  manifest: string;
  loaded: number;
  steps: number;
}

const SELECT_SCENARIOS = `SELECT s.id, s.manifest, s.loaded,
    (SELECT count(*) FROM scenario_step t WHERE t.scenario = s.id) AS steps
  FROM scenario s`;

/** Every scenario that was opened here, by when. */
export async function scenarios(sql: Sql): Promise<StoredScenario[]> {
  const rows = await sql.query<ScenarioRow>(`${SELECT_SCENARIOS} ORDER BY s.opened_at, s.id`);
  return rows.map(toScenario);
}

/** One scenario; undefined where it was not opened here. */
export async function scenarioById(sql: Sql, id: string): Promise<StoredScenario | undefined> {
  const [row] = await sql.query<ScenarioRow>(`${SELECT_SCENARIOS} WHERE s.id = $1`, [id]);
  return row && toScenario(row);
}

function toScenario({ id, manifest, loaded, steps }: ScenarioRow): StoredScenario {
  return {
    id,
    manifest: JSON.parse(manifest) as StoredScenario['manifest'],
    stepsLoaded: steps,
    loaded: loaded === 1,
  };
}

/** Ids of the steps that have happened, of one scenario. */
export async function loadedSteps(sql: Sql, scenario: string): Promise<Set<string>> {
  const rows = await sql.query<{ step: string }>('SELECT step FROM scenario_step WHERE scenario = $1', [
    scenario,
  ]);
  return new Set(rows.map((row) => row.step));
}

/** When a step of a scenario happened in it, ms since the epoch; undefined where there is none, or it has not yet. */
export async function scenarioStepAt(sql: Sql, scenario: string, step: string): Promise<number | undefined> {
  const [row] = await sql.query<{ at: number }>(
    'SELECT at FROM scenario_step WHERE scenario = $1 AND step = $2',
    [scenario, step],
  );
  return row?.at;
}

/**
 * When something has happened in a scenario, by what was loaded of it: at its steps, and where a restriction
 * ended by the clock.
 *
 * @param now ms since the epoch; what ends later is not told
 * @returns ms since the epoch, ascending strictly
 */
export async function scenarioInstants(sql: Sql, scenario: string, now: number): Promise<number[]> {
  const rows = await sql.query<{ at: number }>(
    `SELECT at FROM scenario_step WHERE scenario = $1 AND step NOT IN ('opens', 'loaded')
     UNION SELECT until_at FROM restriction WHERE scenario = $1 AND until_at <= $2
     ORDER BY at`,
    [scenario, now],
  );
  return rows.map(({ at }) => at);
}

/**
 * The narrator's rows up to an instant, newest first.
 *
 * @param at ms since the epoch
 */
export async function contextRows(
  sql: Sql,
  scenario: string,
  at: number,
  limit: number,
): Promise<StoredContextRow[]> {
  const rows = await sql.query<Omit<StoredContextRow, 'provenance'> & { provenance: string | null }>(
    `SELECT id, at, scenario, title, text, side, provenance FROM context_row
     WHERE scenario = $1 AND at <= $2 ORDER BY id DESC LIMIT $3`,
    [scenario, at, limit],
  );
  return rows.map((row) => ({ ...row, provenance: toProvenance(row.provenance) }));
}

/** The scenarios that some posts and accounts are of. */
export async function scenariosOf(sql: Sql, subjects: readonly string[]): Promise<string[]> {
  if (subjects.length === 0) return [];
  const among = (column: string): string => amongIds(sql.dialect, column, '$1');
  const rows = await sql.query<{ scenario: string }>(
    `SELECT p.scenario FROM post p WHERE ${among('p.id')} AND p.scenario IS NOT NULL
     UNION SELECT a.scenario FROM account a WHERE ${among('a.id')} AND a.scenario IS NOT NULL`,
    [idsParameter(new Set(subjects))],
  );
  return rows.map(({ scenario }) => scenario);
}
