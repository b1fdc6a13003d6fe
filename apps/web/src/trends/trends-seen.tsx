import { memo, useMemo } from 'react';
import { useSources } from '../post/use-sources.js';
import { clockTime, hourOf, shortDay } from '../time/moments.js';
import { inCountry } from '../viewpoint/countries.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { trendsAt, type SeenTrend } from './trends.js';

interface Props {
  /** Of the tape that is shown: `trendsOf(moments)`, made once. */
  trends: readonly SeenTrend[];
  /** The moment that is shown; -1 before the first. */
  n: number;
  timeZone: string;
}

/** Which hashtags were seen among the trends, country by country; nothing before the first. */
export const TrendsSeen = memo(function TrendsSeen({ trends, n, timeZone }: Props) {
  const language = useLanguage();
  const words = wordsIn(language).trends;
  const told = useMemo(() => trendsAt(trends, n), [trends, n]);
  return told.map(({ country, seen }) => (
    <section key={country} className="trends">
      <h3>{words.heading(inCountry(country, language))}</h3>
      <ol>
        {seen.map((one) => (
          <Trend key={one.trend.tag} one={one} timeZone={timeZone} />
        ))}
      </ol>
    </section>
  ));
});

function Trend({ one: { at, trend }, timeZone }: { one: SeenTrend; timeZone: string }) {
  const language = useLanguage();
  const words = wordsIn(language).trends;
  const { tag, rank, posts, provenance } = trend;
  const sources = useSources(provenance);
  const hour = hourOf(at, provenance?.precision ?? null, timeZone);
  return (
    <li>
      <b dir="auto">#{tag}</b> <span>{words.rank(rank)}</span>
      {posts !== null && <span>{words.posts(posts.toLocaleString('en-GB'))}</span>}
      <time dateTime={at} title={clockTime(at, timeZone)}>
        {[shortDay(at, timeZone, language), hour !== null && !hour.inferred && hour.text]
          .filter(Boolean)
          .join(', ')}
      </time>
      {sources.chip}
      {sources.panel}
    </li>
  );
}
