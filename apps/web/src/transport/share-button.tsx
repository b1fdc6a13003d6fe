import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words/words.js';
import { Icon } from './icon.js';

interface Props {
  /** The title of the link's page, for the system's own sheet. */
  title: string;
  link: () => string;
}

/**
 * Gives the link to what is shown: to the system's sheet where the device has one, else to the clipboard; where
 * neither may be used, a dialog shows it, selected.
 */
export function ShareButton({ title, link }: Props) {
  const { transport: words } = useWords();
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState<string | null>(null);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 4000);
    return () => clearTimeout(timer);
  }, [copied]);

  const share = async () => {
    const url = link();
    const given = await giveLink(url, title);
    if (given === 'copied') setCopied(true);
    else if (given === 'refused') setShown(url);
  };
  return (
    <>
      <button type="button" className="share" title={words.shareThis} onClick={() => void share()}>
        <Icon of="share" />
        <span className="share-word">{words.share}</span>
      </button>
      <span className="share-said" role="status">
        {copied && words.linkCopied}
      </span>
      {shown !== null && <LinkDialog url={shown} onClose={() => setShown(null)} />}
    </>
  );
}

type Given = 'shared' | 'copied' | 'refused';

async function giveLink(url: string, title: string): Promise<Given> {
  // On a desktop the system's sheet is slower than a copy; where a finger points it is what people know.
  if ('share' in navigator && window.matchMedia('(pointer: coarse)').matches) {
    try {
      await navigator.share({ title, url });
      return 'shared';
    } catch (error) {
      // Somebody closed the sheet: that was an answer.
      if (error instanceof DOMException && error.name === 'AbortError') return 'shared';
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    return 'copied';
  } catch {
    // Without TLS there is no clipboard at all, and a policy may forbid it.
    return 'refused';
  }
}

function LinkDialog({ url, onClose }: { url: string; onClose: () => void }) {
  const { transport: words } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    field.current?.select();
  }, []);
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby="link-title" onClose={onClose}>
      <h2 id="link-title">{words.copyThis}</h2>
      <input
        ref={field}
        className="link-field"
        type="url"
        readOnly
        value={url}
        aria-labelledby="link-title"
      />
      <form method="dialog">
        <button className="button">{words.close}</button>
      </form>
    </dialog>
  );
}
