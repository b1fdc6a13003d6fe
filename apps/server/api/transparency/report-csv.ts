import type { ItemCounts, TransparencyCounts, TransparencyReport, TransparencyRow } from '#contract';
import { csv, type Cell } from '../../http/exit/csv.js';

const STATES = [
  'specified',
  'withheld',
  'suspended',
  'labelled',
  'limited',
  'refused',
  'restored',
  'open',
] as const satisfies (keyof TransparencyCounts)[];
const KINDS = ['items', 'accounts', 'posts', 'hashtags', 'urls'] as const satisfies (keyof ItemCounts)[];

const COLUMNS: readonly [string, (row: TransparencyRow) => Cell][] = [
  ['country', (row) => row.country],
  ['authority_id', (row) => row.authority?.id ?? null],
  ['authority', (row) => row.authority?.name ?? 'undisclosed'],
  ['venue', (row) => row.venue],
  ['scenario', (row) => row.scenario],
  ['illustrative', (row) => row.illustrative],
  ['orders', (row) => row.orders],
  ['orders_in_force', (row) => row.orders_in_force],
  ...STATES.flatMap((state) =>
    KINDS.map((kind): [string, (row: TransparencyRow) => Cell] => [
      `${state}_${kind}`,
      (row) => row[state][kind],
    ]),
  ),
  ['median_time_to_decision_ms', (row) => row.median_time_to_decision_ms],
];

/** The report as a table. One that holds rows of a scenario says first that it must not be filed. */
export function reportCsv({ notice, rows }: TransparencyReport): string {
  return csv([
    ...(notice === null ? [] : [[notice]]),
    COLUMNS.map(([name]) => name),
    ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row))),
  ]);
}
