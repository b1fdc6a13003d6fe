import { useMemo, useState } from 'react';
import { Client } from '../session/client.js';
import { storedSession } from '../session/stored-session.js';
import { useLanguage } from '../words/words.js';
import { standing } from './notices.js';
import { useOwn } from './use-own.js';
import { bannerOf, useOwnWords } from './words.js';

/** Above what everybody reads: what of whoever is signed in is restricted, and the way to appeal. */
export default function OwnNote() {
  const [session] = useState(storedSession);
  return session === null ? null : <Note token={session.token} />;
}

function Note({ token }: { token: string }) {
  const words = useOwnWords();
  const language = useLanguage();
  const { notices } = useOwn(useMemo(() => new Client(token), [token]));
  const [opened] = useState(() => Date.now());
  const [first] = standing(notices ?? [], opened);
  if (first === undefined) return null;
  return (
    <div className="notice slim-notice" role="note">
      <p className="notice-title">{bannerOf(first.notice, language)}</p>
      <a className="own-link" href={`/own?lang=${language}`}>
        {words.more}
      </a>
    </div>
  );
}
