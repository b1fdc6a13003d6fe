import { useContext } from 'react';
import { LanguageContext, useWords } from '../words/words.js';
import { paneTitle } from '../viewpoint/countries.js';
import { questionsOf, type Answer, type Question } from './questions.js';
import type { Side, Subject } from './subject.js';
import { factOf, whenOf, type Voice } from './tellings.js';

interface Props {
  kind: Subject['kind'];
  left: Side;
  right: Side;
  voice: Voice;
}

/** Facts that a question shows; of more, how many. */
const FACTS = 3;

/** The rules as questions, in the order in which they are asked, with what each side answers. */
export function QuestionTable({ kind, left, right, voice }: Props) {
  const words = useWords().explain;
  const language = useContext(LanguageContext);
  const questions = questionsOf(kind, left.explanation, right.explanation);
  return (
    <table className="questions">
      <caption>{words.order}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">{words.question}</span>
          </th>
          <th scope="col">{paneTitle(left.from, language)}</th>
          <th scope="col">{paneTitle(right.from, language)}</th>
        </tr>
      </thead>
      <tbody>
        {questions.map((question) => (
          <tr key={question.id} className={question.decides ? 'decides' : undefined}>
            <th scope="row">
              <b>{words.questions[question.id]?.[0]}</b>
              <span>
                <Facts question={question} voice={voice} />
              </span>
            </th>
            <AnswerCell answer={question.left} isThere={question.id === 'there'} />
            <AnswerCell answer={question.right} isThere={question.id === 'there'} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The source that a question rests on; where on none, its subject. */
function Facts({ question: { id, facts, since, left, right }, voice }: { question: Question; voice: Voice }) {
  const words = useWords().explain;
  if (since !== null && (left ?? right)?.yes === true) return words.saidAt(whenOf(since, voice));
  if (facts.length === 0) return words.questions[id]?.[1];
  return [
    ...facts.slice(0, FACTS).map((fact) => factOf(fact, voice)),
    ...(facts.length > FACTS ? [words.more(facts.length - FACTS)] : []),
  ].map((line) => (
    <span key={line} className="fact">
      {line}
    </span>
  ));
}

function AnswerCell({ answer, isThere }: { answer: Answer | null; isThere: boolean }) {
  const words = useWords().explain;
  if (answer === null) return <td className="answer no">{words.notTold}</td>;
  const { yes, decides } = answer;
  // That it is there is no news: only that it is not.
  const bears = decides || (yes && !isThere);
  return (
    <td className={bears || yes ? 'answer' : 'answer no'}>
      <AnswerMark yes={yes} />
      {yes ? words.yes : words.no}
      {decides && `: ${words.decides}`}
    </td>
  );
}

/** A tick, or a dash for what has no bearing. */
export function AnswerMark({ yes }: { yes: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={yes ? 'm5 12.500 4.500 4.500L19 7.500' : 'M6 12h12'} />
    </svg>
  );
}
