import type { Source, StageQuestion } from '#contract';
import { useState } from 'react';
import { SourceList } from '../explain/source-list.js';
import { useLanguage } from '../words/words.js';
import { LESSON_WORDS } from './lesson-words.js';

interface Props {
  question: StageQuestion;
  sources: ReadonlyMap<string, Source>;
}

/**
 * A question put to a class whose hands are counted by whoever teaches. Answers are marks, and whose they are is
 * known to nobody; they are kept as long as the question is open.
 */
export function QuestionAsked({ question, sources }: Props) {
  const words = LESSON_WORDS[useLanguage()];
  const [marks, setMarks] = useState<readonly number[]>([]);
  const [revealed, setRevealed] = useState(false);
  const { text, choices, happened } = question;
  return (
    <section className="question-asked" aria-label={text}>
      <p className="lesson-question">{text}</p>
      <p className="quiet">{words.hands}</p>
      <ol>
        {choices.map((choice, index) => {
          const letter = String.fromCharCode(65 + index);
          const count = marks.filter((mark) => mark === index).length;
          const isIt = revealed && happened.choice === index + 1;
          return (
            <li key={choice} className={isIt ? 'is-it' : undefined}>
              <button type="button" onClick={() => setMarks([...marks, index])}>
                <b aria-hidden="true">{letter}</b> <span>{choice}</span>
                <span className="sr">, {words.hand(letter, count)}</span>
              </button>
              <Hands count={count} />
            </li>
          );
        })}
      </ol>
      <p className="question-acts">
        <button type="button" disabled={marks.length === 0} onClick={() => setMarks(marks.slice(0, -1))}>
          {words.takeBack}
        </button>
        {!revealed && (
          <button type="button" onClick={() => setRevealed(true)}>
            {words.reveal}
          </button>
        )}
      </p>
      <div role="status">
        {revealed && (
          <>
            <p>
              <b>{words.happened}</b> {happened.text}
            </p>
            <SourceList keys={happened.sources} sources={sources} />
          </>
        )}
      </div>
    </section>
  );
}

/** A mark for each hand, in fives. */
function Hands({ count }: { count: number }) {
  if (count === 0) return null;
  const width = count * 6 + Math.floor((count - 1) / 5) * 5;
  return (
    <svg className="hands" viewBox={`0 0 ${Math.max(width, 120)} 14`} aria-hidden="true">
      {Array.from({ length: count }, (_, n) => (
        <rect key={n} x={n * 6 + Math.floor(n / 5) * 5} width="3" height="14" />
      ))}
    </svg>
  );
}
