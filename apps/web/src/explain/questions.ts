import type { ExplainedRule, Explanation, RestrictionField } from '#contract';

/** The questions that decide what is shown, in the order in which they are asked. */
const QUESTIONS = [
  'there',
  'deleted',
  'suspended',
  'account_withheld',
  'post_withheld',
  'labelled',
  'limited',
] as const;

type QuestionId = (typeof QUESTIONS)[number];

/** One side's answer to a question. */
export interface Answer {
  yes: boolean;
  /** This one made the verdict. */
  decides: boolean;
}

/** A question with the answers of both sides and what they rest on. */
export interface Question {
  id: QuestionId;
  /** Null where the side tells nothing. */
  left: Answer | null;
  right: Answer | null;
  /** Since when it is there, or is to be there (ISO 8601): of the first question alone. */
  since: string | null;
  /** Restrictions that were considered for it on either side, the newest first. */
  facts: readonly RestrictionField[];
  /** Whether it made the verdict of a side that does not see the thing as it was said. */
  decides: boolean;
}

/**
 * The rules of both sides as questions. Those without bearing stay: that nothing holds teaches, too.
 *
 * @param kind of an account there is no post that could be withheld
 */
export function questionsOf(
  kind: 'status' | 'account',
  left: Explanation | null,
  right: Explanation | null,
): Question[] {
  return QUESTIONS.filter((id) => kind === 'status' || id !== 'post_withheld').map((id) => {
    const answers = { left: answerOf(id, left), right: answerOf(id, right) };
    const facts = new Map<string, RestrictionField>();
    for (const side of [left, right])
      for (const rule of side === null ? [] : rulesOf(id, side))
        if (rule.restriction !== null) facts.set(rule.restriction.id, rule.restriction);
    return {
      id,
      ...answers,
      since: id === 'there' ? sinceOf(left ?? right) : null,
      facts: [...facts.values()].sort((a, b) => b.from.localeCompare(a.from)),
      decides: [answers.left, answers.right].some((answer) => answer?.decides === true && id !== 'there'),
    };
  });
}

function answerOf(id: QuestionId, explanation: Explanation | null): Answer | null {
  if (explanation === null) return null;
  const matched = rulesOf(id, explanation).some((rule) => rule.matched);
  const decides = decidedBy(explanation) === id;
  // The rule is that it is absent; the question, whether it is there.
  return { yes: id === 'there' ? !matched : matched, decides };
}

/** Which question made the verdict; null where it is shown as it was said. */
function decidedBy(explanation: Explanation): QuestionId | null {
  switch (explanation.verdict) {
    case 'absent':
      return 'there';
    case 'deleted':
      return 'deleted';
    case 'suspended':
      return 'suspended';
    case 'withheld':
      // An account that is withheld takes its posts along: the notice speaks of the account, then.
      return rulesOf('account_withheld', explanation).some(({ matched }) => matched)
        ? 'account_withheld'
        : 'post_withheld';
    case 'labelled':
      return 'labelled';
    case 'full':
      return null;
  }
}

function rulesOf(id: QuestionId, { rules }: Explanation): ExplainedRule[] {
  return rules.filter(({ rule, restriction }) => {
    switch (id) {
      case 'there':
        return rule === 'absent';
      case 'deleted':
        return rule === 'deleted';
      case 'suspended':
        return rule === 'suspend';
      case 'account_withheld':
        return rule === 'withhold' && typeof restriction?.account_id === 'string';
      case 'post_withheld':
        return rule === 'withhold' && typeof restriction?.account_id !== 'string';
      case 'labelled':
        return rule === 'label';
      case 'limited':
        return rule === 'limit';
    }
  });
}

function sinceOf(explanation: Explanation | null): string | null {
  const published = explanation?.rules.find(({ rule }) => rule === 'absent')?.events[0];
  return published?.at ?? null;
}
