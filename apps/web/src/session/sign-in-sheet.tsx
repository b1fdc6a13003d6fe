import type { Instance } from '#contract';
import { useEffect, useState } from 'react';
import { useLanguage } from '../words/words.js';
import { Client, refusalOf, type Refusal } from './client.js';
import { leaveToSignIn, takeDemoAccount, type Role } from './sign-in.js';
import type { Session } from './stored-session.js';
import { useSessionWords } from './words.js';

interface Props {
  role: Role;
  title: string;
  /** Why nobody is signed in, where somebody was or tried to. */
  why: string | null;
  onSession: (session: Session) => void;
}

/** One white sheet: as a demo role by one click, or with one's own account on the server's page. */
export function SignInSheet({ role, title, why, onSession }: Props) {
  const words = useSessionWords();
  const language = useLanguage();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const demo = useDemo();
  const noDemo = demo === 'off';
  const asksForCode = (demo === 'public' && role !== 'reader') || refusal?.status === 403 || code !== '';

  const tries = (what: () => Promise<void>) => {
    setBusy(true);
    what()
      .catch((error: unknown) => setRefusal(refusalOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <main className="office-door">
      <section className="door-sheet">
        <h1>{title}</h1>
        <p>{words.forRole[role]}</p>
        {why !== null && <p className="wrong">{why}</p>}
        <div role="alert">{refusal !== null && <p className="wrong">{tellOf(refusal, words)}</p>}</div>
        {noDemo && <p>{words.noDemo}</p>}
        {demo !== null && !noDemo && (
          <form
            className="door-way"
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy) tries(async () => onSession(await takeDemoAccount(role, code.trim())));
            }}
          >
            {asksForCode && (
              <label className="field">
                <span>
                  {words.code} <small>{words.codeNote}</small>
                </span>
                <input value={code} onChange={({ currentTarget }) => setCode(currentTarget.value)} />
              </label>
            )}
            <button className="big">{words.demo[role]}</button>
            <small>{words.demoNote}</small>
          </form>
        )}
        <div className="door-way">
          <button
            type="button"
            className={noDemo ? 'big' : 'button'}
            onClick={() => !busy && tries(() => leaveToSignIn(language))}
          >
            {words.withAccount}
          </button>
          <small>
            {words.withAccountNote} {words.forTab}
          </small>
        </div>
      </section>
    </main>
  );
}

/** Whether the server gives accounts to try it with, as it says; null before it has. */
function useDemo(): Instance['configuration']['demo'] | null {
  const [demo, setDemo] = useState<Instance['configuration']['demo'] | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    new Client(null).read('/api/v2/instance', {}, stop.signal).then(
      ({ configuration }) => setDemo(configuration.demo),
      // Not known: whoever tries is told by the server's answer.
      () => !stop.signal.aborted && setDemo('local'),
    );
    return () => stop.abort();
  }, []);
  return demo;
}

/** Why something was not granted, in words: the server's own, where it said any. */
export function tellOf({ failure }: Refusal, words: ReturnType<typeof useSessionWords>): string {
  return failure.kind === 'unreachable' ? words.noAnswer : words.said(failure.message);
}
