import type { Refusal } from '../session/client.js';
import { clockTime, shortDay } from '../time/moments.js';
import { listOfCountries } from '../viewpoint/countries-field.js';
import { EVERYWHERE, inCountry } from '../viewpoint/countries.js';
import { useLanguage } from '../words/words.js';
import type { ReadLine } from './lines.js';
import type { MissingField, OrderForm } from './order-form.js';
import type { useLines } from './use-lines.js';
import { useFilingWords, type FilingWords } from './words.js';

interface Props {
  form: OrderForm;
  read: ReturnType<typeof useLines>;
  missing: MissingField | null;
  sending: boolean;
  refusal: Refusal | null;
}

/** Shows, before it is filed, each line with the thing it names, the order in short, and the meaning of confidential. */
export function FilingSummary({ form, read, missing, sending, refusal }: Props) {
  const words = useFilingWords();
  const { lines, items, waiting, failed } = read;
  return (
    <aside className="filing-summary" aria-labelledby="filing-summary">
      <h2 id="filing-summary">{words.willBe}</h2>
      {lines.length === 0 ? (
        <p>{words.noLines}</p>
      ) : (
        <>
          <p className="filing-count" role="status">
            <b>{items.length}</b> {words.items(items.length)} <span>{words.ofLines(lines.length)}</span>
          </p>
          <ol className="filing-read">
            {lines.map((line) => (
              <li key={line.line} className={line.is}>
                <span className="filing-n">{line.line}</span>
                <bdi className="filing-text">{line.text}</bdi>
                <span className="filing-is">
                  <Sign is={line.is} />
                  {tellOf(line, words)}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {failed && <p role="alert">{words.notRead}</p>}
      <InShort form={form} />
      {form.confidential && (
        <section>
          <h3>{words.because}</h3>
          <ul className="filing-because">
            {words.becauseList.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
      <small>{words.note}</small>
      <div role="alert">
        {refusal !== null && (
          <p className="trouble">
            {refusal.failure.kind === 'unreachable' ? words.notSent : words.refused(refusal.failure.message)}
          </p>
        )}
      </div>
      <button className="big" aria-disabled={missing !== null || waiting || sending}>
        {sending ? words.filing : words.file(items.length)}
      </button>
      {lines.length > 0 && (missing !== null || waiting) && (
        <p className="basis">{waiting ? words.waiting : missing !== null && words.missing[missing]}</p>
      )}
    </aside>
  );
}

function InShort({ form }: { form: OrderForm }) {
  const words = useFilingWords();
  const language = useLanguage();
  const { sums } = words;
  const where =
    form.countries[0] === EVERYWHERE
      ? words.everywhere
      : listOfCountries(form.countries, language, (code) =>
          code === 'EU' ? words.country.union : inCountry(code, language),
        );
  const due = form.deadline === '' ? null : new Date(form.deadline).toISOString();
  const told = [
    ...(form.legalBasis.trim() === '' ? [] : [sums.under(form.legalBasis.trim())]),
    ...(form.countries.length === 0 ? [] : [sums.where(where)]),
    ...(form.grounds.length === 0
      ? []
      : [sums.grounds(form.grounds.map((ground) => words.ground[ground]).join(', '))]),
    ...(due === null ? [] : [sums.by(`${shortDay(due, undefined, language)}, ${clockTime(due)}`)]),
    ...(form.emergency ? [sums.emergency] : []),
  ];
  if (told.length === 0) return null;
  return (
    <section>
      <h3>{words.summary}</h3>
      {told.map((line) => (
        <p key={line}>
          <bdi>{line}</bdi>
        </p>
      ))}
    </section>
  );
}

function tellOf({ is, problem, sameAs, error }: ReadLine, words: FilingWords): string {
  if (is === 'same') return words.same(sameAs ?? 0);
  if (is !== 'wrong') return words.is[is];
  if (problem !== null) return words.problem[problem];
  return words.errors[error ?? ''] ?? error ?? '';
}

const SIGNS = {
  wrong: 'm6 6 12 12M18 6 6 18',
  same: 'M6 12h12',
  asked: 'M6 12h.1M12 12h.1M18 12h.1',
} as const;

function Sign({ is }: { is: ReadLine['is'] }) {
  const path = is === 'wrong' || is === 'same' || is === 'asked' ? SIGNS[is] : 'm5 13 4.500 4.500L19 7';
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
