import { MARK, OUTCOMES, OUTCOME_SHAPES, type Outcome } from '#contract';
import { html, type Markup } from './html.js';

/** Marks a row, as many as a sheet is wide. */
const MARKS_A_ROW = 43;

/** One mark by itself: the word stands beside it. */
export function outcomeMark(outcome: Outcome): Markup {
  return html`<svg class="mark" viewBox="0 0 ${MARK} ${MARK}" aria-hidden="true">
    <path class="mark-${outcome}" fill-rule="evenodd" d="M0 0${OUTCOME_SHAPES[outcome]}" />
  </svg>`;
}

/**
 * A mark for each item, each leading to its item. Readers of a screen and of the keyboard have the table, which
 * says the same in words: a thousand stops would keep them from it.
 *
 * @param linkTo the address of an item in the table, by its number
 * @param named the name of a mark, shown where one points at it
 */
export function outcomeMarks(
  items: readonly { n: number; outcome: Outcome }[],
  linkTo: (n: number) => string,
  named: (item: { n: number; outcome: Outcome }) => string,
): Markup {
  const rows = Math.ceil(items.length / MARKS_A_ROW);
  const used = OUTCOMES.filter((outcome) => items.some((item) => item.outcome === outcome));
  return html`<svg class="marks" viewBox="0 0 ${MARKS_A_ROW * MARK} ${rows * MARK}" aria-hidden="true">
    <defs>
      ${used.map(
        (outcome) =>
          html`<path id="mark-${outcome}" fill-rule="evenodd" d="M0 0${OUTCOME_SHAPES[outcome]}" /> `,
      )}
    </defs>
    ${items.map((item, index) => {
      const x = (index % MARKS_A_ROW) * MARK;
      const y = Math.floor(index / MARKS_A_ROW) * MARK;
      return html`<a href="${linkTo(item.n)}" tabindex="-1"
        ><title>${named(item)}</title
        ><use class="mark-${item.outcome}" href="#mark-${item.outcome}" x="${x}" y="${y}"
      /></a>`;
    })}
  </svg>`;
}

/** An outcome as stored; what is not known is `open`. */
export function outcomeOf(state: string): Outcome {
  return OUTCOMES.find((outcome) => outcome === state) ?? 'open';
}
