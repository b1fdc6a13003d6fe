import type { Measured, Reach } from './row.js';

/** A table for people, in Markdown: the program, its limit, what they compare to, and what is to be reached. */
export function tableOf(rows: readonly Measured[]): string {
  const withAgainst = rows.some(({ against }) => against !== undefined);
  const head = ['what', 'database', 'Withheld', 'limit', 'compared', 'to reach', ''];
  if (withAgainst) head.push('before', 'change');
  const lines = rows.map((row) => {
    const { what, database, unit, program, limit, reach, against } = row;
    const cells = [
      what,
      database,
      `${figure(program)} ${unit}`,
      `${figure(limit)} ${unit}`,
      compared(row),
      reaching(reach, unit),
      row.reached ? 'yes' : 'no',
    ];
    if (withAgainst)
      cells.push(
        against === undefined ? '' : `${figure(against.program)} ${unit}`,
        against === undefined ? '' : `× ${figure(against.ratio)}`,
      );
    return cells;
  });
  const table = [head, head.map(() => '---'), ...lines];
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function compared({ reach, compared: number, unit }: Measured): string {
  return reach.is === 'plus'
    ? `${number < 0 ? '−' : '+'} ${figure(Math.abs(number))} ${unit}`
    : `× ${figure(number)}`;
}

function reaching({ is, figure: number }: Reach, unit: string): string {
  if (is === 'plus') return `+ ${number} ${unit}`;
  return `${is === 'at least' ? '≥' : '≤'} ${number}`;
}

/** Three digits that count, and no more. */
function figure(number: number): string {
  return Number(number.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });
}
