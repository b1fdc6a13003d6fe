/**
 * The page's own words. A word that counts is a function of its figure; places come in as they stand in a
 * sentence ("in India"). What a story says comes from its file and stands in no catalogue.
 */
export const en = {
  language: 'English',
  unreviewed: null as string | null,
  orders: {
    heading: 'Orders',
    none: 'No order so far. Once one is filed it stands here, with a mark for each of its items.',
    untitled: 'Order',
    items: (count: number): string => (count === 1 ? 'item' : 'items'),
    standIns: (count: number): string => (count === 1 ? 'stand-in' : 'stand-ins'),
    reason: 'The reason, as it is told',
    confidential: 'Confidential orders',
    confidentialNote: 'Of these only numbers are told: of items ordered, and of decisions.',
    decisions: (count: number): string => (count === 1 ? 'decision' : 'decisions'),
    since: (day: string) => `since ${day}`,
    standing: {
      confirmed: 'confirmed',
      revoked: 'revoked',
      expired: 'expired',
      set_aside: 'set aside',
    } as Readonly<Record<string, string>>,
    outcomes: {
      withheld: 'withheld',
      suspended: 'suspended',
      labelled: 'labelled',
      limited: 'limited',
      refused: 'refused: left up',
      restored: 'restored',
      open: 'no decision yet',
    },
    brief: {
      withheld: 'withheld',
      suspended: 'suspended',
      labelled: 'labelled',
      limited: 'limited',
      refused: 'refused',
      restored: 'restored',
      open: 'undecided',
    },
    /** `place` as it stands in a sentence: "in India". */
    withheldIn: (place: string) => `withheld ${place}`,
    ownRules: 'under the platform’s own rules',
    table: 'How the items of the orders stand',
    together: (orders: number): string => (orders === 2 ? 'both' : 'all'),
    pencilled: 'Pencilled figures count stand-ins.',
    twoSets: 'Withheld and under own rules are two sets, not added up.',
    chart: 'Items by outcome over time',
    time: 'Time',
    ordered: 'ordered',
    showAll: 'Orders',
    close: 'Close',
    stripOf: (withheld: string, of: string) => `${withheld} of ${of}`,
  },
};

/** A catalogue: the same words in another language. */
export type Words = { [K in keyof typeof en]: (typeof en)[K] };
