/** How an item of an order stands: its latest decision, or `open` before the first. In the order in which they are listed. */
export const OUTCOMES = [
  'withheld',
  'suspended',
  'labelled',
  'limited',
  'refused',
  'restored',
  'open',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** The side of a mark's cell, in the units of the drawing. */
export const MARK = 10;

/**
 * The mark of an outcome by its shape, as a path from the corner of its cell: its colour only says it again.
 * Each fills by `evenodd`, and is drawn with relative commands, so that it stands wherever it is moved to.
 */
export const OUTCOME_SHAPES: Readonly<Record<Outcome, string>> = {
  // Two bars.
  withheld: 'm.5 1.500h9v2.600h-9zm0 5h9v2.600h-9z',
  // A square, full.
  suspended: 'm1 1h8v8h-8z',
  // A ring with a bar across.
  labelled: 'm5 .5a4.500 4.500 0 1 1-.01 0zm0 1.400a3.100 3.100 0 1 0 .01 0zm-3.500 2.400h7v1.400h-7z',
  // The upper half of a disc.
  limited: 'm.5 7.200a4.500 4.500 0 0 1 9 0z',
  // A square, hollow.
  refused: 'm1 1h8v8h-8zm1.500 1.500v5h5v-5z',
  // A disc.
  restored: 'm5 .8a4.200 4.200 0 1 1-.01 0z',
  // A dot.
  open: 'm5 3a2 2 0 1 1-.01 0z',
};
