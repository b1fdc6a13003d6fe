import { useEffect, useRef, useState } from 'react';
import { ReadingKey } from '../landing/reading-key.js';
import { useWords } from '../words/words.js';
import { setSingleKeys, singleKeys } from './single-keys.js';

interface Props {
  /** Other keys, with what each does. */
  more?: [does: string, keys: string[]][] | undefined;
  onClose: () => void;
}

/** The list of keys, and how to read the panes; open for as long as it is drawn. */
export function KeysDialog({ more = [], onClose }: Props) {
  const { keys: words, landing, transport } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [singles, setSingles] = useState(singleKeys);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Not the check box, which comes first: space would switch the keys off.
    close.current?.focus();
  }, []);

  const rows: [string, string[]][] = [
    ...more,
    [words.playOrPause, [words.space]],
    [words.seconds, ['←', '→']],
    [words.tenth, [`${words.shift} ←`, `${words.shift} →`]],
    [words.chapters, ['[', ']']],
    [words.steps, [',', '.']],
    [words.digits, ['0', '1', '2']],
    [words.room, ['f']],
    [words.swap, ['v']],
    [words.drawer, ['i']],
    [words.list, ['?']],
    [words.close, [words.esc]],
  ];
  return (
    <dialog
      ref={dialog}
      className="sheet keys-sheet"
      aria-labelledby="keys-title"
      onClose={onClose}
      // A click outside of the sheet is one on its backdrop.
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div className="sheet-in">
        <div className="keys-columns">
          <section>
            <h2 id="keys-title">{words.title}</h2>
            <dl className="keys-list">
              {rows.map(([does, keys]) => (
                <div key={does}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
            <label className="keys-single">
              <input
                type="checkbox"
                checked={singles}
                onChange={({ currentTarget: { checked } }) => {
                  setSingleKeys(checked);
                  setSingles(checked);
                }}
              />
              <span>
                {words.single} <small>{words.singleNote}</small>
              </span>
            </label>
          </section>
          <section className="keys-reading">
            <h2>{landing.howToRead}</h2>
            <ReadingKey />
          </section>
        </div>
        <form method="dialog" className="sheet-foot">
          <button ref={close} className="button">
            {transport.close}
          </button>
        </form>
      </div>
    </dialog>
  );
}
