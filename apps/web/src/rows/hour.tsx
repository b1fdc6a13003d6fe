import { useWords } from '../words/words.js';

interface Props {
  at: string;
  hour: { text: string; inferred: boolean };
  className?: string;
}

/** An hour; *c.* and dotted where it is inferred. */
export function Hour({ at, hour, className = 'hour' }: Props) {
  const { rows } = useWords();
  return (
    <time className={className} dateTime={at} translate="no">
      {hour.inferred && <abbr title={rows.hourInferred}>c.</abbr>}{' '}
      <span className={hour.inferred ? 'inferred' : undefined}>{hour.text}</span>
    </time>
  );
}
