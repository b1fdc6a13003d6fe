import type { Left } from './acts.js';
import type { Desk } from './use-desk.js';
import { kindOf } from './where.js';
import { useDeskWords, type DeskWords } from './words.js';

function whyOf(error: Left['error'], words: DeskWords): string {
  if (error.is === 'refused') return error.message;
  return { overtaken: words.overtaken, half: words.halfDone, unsent: words.notSent }[error.is];
}

/** Says what was done last; for ten seconds it can be taken back, where that is a decision like any other. */
export function SaidLine({ desk }: { desk: Desk }) {
  const words = useDeskWords();
  const { said } = desk;
  const text =
    said === null
      ? ''
      : said.what.is === 'done'
        ? words.decidedSo(words.outcomes[said.what.outcome] ?? '')
        : said.what.is === 'many'
          ? words.decidedMany(said.what.done, said.left.length)
          : said.what.is === 'undone'
            ? words.undone
            : words.undoFailed;
  return (
    <div className={`said-line${said === null ? ' nothing' : ''}`}>
      <div role="status">
        <p>{text}</p>
        {said !== null && said.left.length > 0 && (
          <ul>
            {said.left.map(({ row: { entry }, error }) => (
              <li key={entry.id}>
                {words.leftOne(
                  entry.item === null
                    ? kindOf(entry, words)
                    : words.numbered(entry.item, kindOf(entry, words)),
                  whyOf(error, words),
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {said !== null && said.undo.length > 0 && (
        <button type="button" className="button" onClick={() => void desk.undo()}>
          {words.undo}
        </button>
      )}
    </div>
  );
}
