import { useContext, useEffect, useState } from 'react';
import { failureOf, isPassing, type Failure } from '../api/failure.js';
import { LanguageContext } from '../words/words.js';
import { readSide, type Side, type Subject } from './subject.js';

/** Both sides of a subject, as far as they are read. */
export interface Sides {
  /** The answers read last; of the subject and the instant that are asked for once `reading` is over. */
  told: { left: Side; right: Side } | null;
  /** Why the last try failed; null once one has not. */
  failure: Failure | null;
  reading: boolean;
}

/** Milliseconds between tries while the server does not answer. */
const RETRY = 5_000;
/** Milliseconds that an instant must stay before it is asked for: while a replay plays, it does not. */
const SETTLE = 200;

/** Reads a subject from two places at an instant, and again by itself where that failed for a while. */
export function useSides(subject: Subject | null, at: string | null, left: string, right: string): Sides {
  const language = useContext(LanguageContext);
  const [read, setRead] = useState<Omit<Sides, 'reading'> & { of: string; asked: string }>({
    told: null,
    failure: null,
    of: '',
    asked: '',
  });
  const kind = subject?.kind ?? null;
  const id = subject?.id ?? null;
  const of = `${kind} ${id}`;
  const asked = [of, at, left, right, language].join(' ');

  useEffect(() => {
    if (kind === null || id === null) return;
    const running = new AbortController();
    let timer: number;
    const attempt = async () => {
      try {
        const [one, other] = await Promise.all([
          readSide({ kind, id }, { from: left, at }, language, running.signal),
          readSide({ kind, id }, { from: right, at }, language, running.signal),
        ]);
        if (running.signal.aborted) return;
        setRead({ told: { left: one, right: other }, failure: null, of, asked });
      } catch (error) {
        if (running.signal.aborted) return;
        const failure = failureOf(error);
        setRead((before) => ({ told: before.of === of ? before.told : null, failure, of, asked }));
        if (isPassing(failure)) timer = window.setTimeout(() => void attempt(), RETRY);
      }
    };
    timer = window.setTimeout(() => void attempt(), SETTLE);
    return () => {
      running.abort();
      window.clearTimeout(timer);
    };
  }, [kind, id, of, asked, at, left, right, language]);

  // Answers about another subject are not about this one.
  if (read.of !== of) return { told: null, failure: null, reading: true };
  const reading = read.asked !== asked;
  // A failure is of the view that was asked for, not of the next.
  return { told: read.told, failure: reading ? null : read.failure, reading };
}
