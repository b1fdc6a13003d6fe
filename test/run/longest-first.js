import Sequencer from '@jest/test-sequencer';

/**
 * Files that take far longer than their size says, by which Jest goes where it has not run them before, as in
 * CI. They begin first, the longest before the others, so that none is left for the end while a worker idles.
 */
const LONGEST = [
  'test/leaks/leaks-open.',
  'test/leaks/leaks-enforced.',
  'test/faults/',
  'test/leaks/',
  'test/rooms-in-browser.',
  'test/stage/',
  'test/desk-in-browser.',
  'test/plans.',
  'test/stage-accessibility.',
  'test/cli.',
  'test/examples.',
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = LONGEST.findIndex((part) => path.includes(part));
      return at === -1 ? LONGEST.length : at;
    };
    // A stable sort: within a place Jest's own order stays.
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
}
