import type { ResolvedLine } from '#contract';
import { useEffect, useMemo, useState } from 'react';
import type { Client } from '../session/client.js';
import { askable, itemsOf, pastedLines, readLines, type Item, type ReadLine } from './lines.js';

/** Milliseconds of quiet after which what was typed is asked about. */
const QUIET = 400;

/** Asks the server which post or account each pasted line names, so that whoever files sees it before; it files nothing. */
export function useLines(
  client: Client,
  text: string,
): { lines: readonly ReadLine[]; items: readonly Item[]; waiting: boolean; failed: boolean } {
  const pasted = useMemo(() => pastedLines(text), [text]);
  const [answer, setAnswer] = useState<{ key: string; lines: readonly ResolvedLine[] }>({
    key: '',
    lines: [],
  });
  const [failed, setFailed] = useState<string | null>(null);
  const asked = useMemo(() => askable(pasted).map((line) => line.text), [pasted]);
  const key = asked.join('\n');
  useEffect(() => {
    if (key === '') return;
    let stopped = false;
    const timer = window.setTimeout(() => {
      client.post('/api/v1/orders/resolve', { body: { lines: key.split('\n') } }).then(
        (lines) => {
          if (stopped) return;
          setAnswer({ key, lines });
          setFailed(null);
        },
        () => !stopped && setFailed(key),
      );
    }, QUIET);
    return () => {
      stopped = true;
      window.clearTimeout(timer);
    };
  }, [client, key]);
  const answers = useMemo(() => (answer.key === key ? answer.lines : []), [answer, key]);
  return {
    lines: useMemo(() => readLines(pasted, answers), [pasted, answers]),
    items: useMemo(() => itemsOf(answers), [answers]),
    waiting: key !== '' && answer.key !== key,
    failed: failed !== null && failed === key,
  };
}
