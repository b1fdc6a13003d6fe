import { useEffect, useRef, useState } from 'react';
import { setSingleKeys, singleKeys } from '../transport/single-keys.js';
import { useDeskWords } from './words.js';

/** The list of keys; open for as long as it is drawn. */
export function DeskKeys({ onClose }: { onClose: () => void }) {
  const words = useDeskWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const [singles, setSingles] = useState(singleKeys);
  useEffect(() => {
    dialog.current?.showModal();
    close.current?.focus();
  }, []);
  return (
    <dialog ref={dialog} className="sheet keys-sheet" aria-labelledby="desk-keys-title" onClose={onClose}>
      <div className="sheet-in">
        <h2 id="desk-keys-title">{words.keysTitle}</h2>
        <dl className="keys-list">
          {words.keys.map((row) => (
            <div key={row.join(' ')}>
              <dt>
                {row.slice(0, -1).map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{row.at(-1)}</dd>
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
          <span>{words.keysSingle}</span>
        </label>
        <form method="dialog" className="sheet-foot">
          <button ref={close} className="button">
            {words.close}
          </button>
        </form>
      </div>
    </dialog>
  );
}
