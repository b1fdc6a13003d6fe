import { median, medianRatio } from './statistics.js';

/** Something that is measured: the program, or the limit beside it. */
export interface Contender {
  /** One sample, in the row's unit. */
  sample: () => Promise<number>;
  close?: () => Promise<void>;
}

/** One thing that is measured, with the limit that is measured beside it in the same run. */
export interface Row {
  what: string;
  unit: string;
  /** The limit that the program is to reach, and how it is compared: `of the limit`, or so much `more`. */
  reach: Reach;
  program: Contender;
  /** The same on an older revision. */
  against?: Contender | undefined;
  limit: Contender;
  /** How often it is measured; the run's number where a row does not say. */
  rounds?: number;
}

/** `at least` of a rate, `at most` of a time or a size: times the limit; or `plus`: the limit and so much. */
export interface Reach {
  is: 'at least' | 'at most' | 'plus';
  figure: number;
}

/** The result of a row: medians, and the median of the ratios of samples taken right after each other. */
export interface Measured {
  what: string;
  unit: string;
  database: string;
  reach: Reach;
  program: number;
  limit: number;
  /** Program to limit; of a `plus`, their difference. */
  compared: number;
  reached: boolean;
  against?: { program: number; /** This revision to the older one. */ ratio: number };
  samples: { program: number[]; limit: number[]; against?: number[] };
}

/**
 * Measures a row: in each round each contender once, the first one last in the next, so that what else the
 * machine does falls on all of them. One sample of each before is not counted.
 */
export async function measureRow(row: Row, database: string, rounds: number): Promise<Measured> {
  const { program, limit, against } = row;
  const contenders = [limit, program, ...(against === undefined ? [] : [against])];
  const samples = new Map(contenders.map((one) => [one, [] as number[]]));
  for (let round = -1; round < (row.rounds ?? rounds); round += 1) {
    for (const one of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const sample = await one.sample();
      if (round >= 0) samples.get(one)?.push(sample);
    }
  }
  for (const one of contenders) await one.close?.();
  const of = (one: Contender): number[] => samples.get(one) ?? [];
  const { reach } = row;
  const compared =
    reach.is === 'plus'
      ? median(of(program).map((sample, n) => sample - (of(limit)[n] ?? Number.NaN)))
      : medianRatio(of(program), of(limit));
  return {
    what: row.what,
    unit: row.unit,
    database,
    reach,
    program: median(of(program)),
    limit: median(of(limit)),
    compared,
    reached: reach.is === 'at least' ? compared >= reach.figure : compared <= reach.figure,
    ...(against === undefined
      ? {}
      : { against: { program: median(of(against)), ratio: medianRatio(of(program), of(against)) } }),
    samples: {
      program: of(program),
      limit: of(limit),
      ...(against === undefined ? {} : { against: of(against) }),
    },
  };
}
