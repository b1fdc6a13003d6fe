import { useCallback, useEffect, useMemo, useState } from 'react';
import { Client, refusalOf, type Refusal } from './client.js';
import { comeBack, signOut } from './sign-in.js';
import { storedSession, storeSession, type Session } from './stored-session.js';

/** Asks the server for something that the page's role alone may have. @throws Refusal */
export type Probe = (client: Client) => Promise<unknown>;

export type Standing =
  | { is: 'asking' }
  /** Nobody is signed in; `refusal` is why not, where somebody tried or their token ended. */
  | { is: 'out'; refusal: Refusal | null; ended: boolean; denied: boolean }
  | { is: 'in'; session: Session; client: Client }
  /** Somebody is, who may not do what the page is for, or no answer came. */
  | { is: 'refused'; session: Session; refusal: Refusal };

/** Who is signed in, and whether they may be here. */
export function useSession(probe: Probe | null): {
  standing: Standing;
  take: (session: Session) => void;
  leave: () => void;
  again: () => void;
} {
  const [standing, setStanding] = useState<Standing>({ is: 'asking' });

  const admit = useCallback(
    async (session: Session): Promise<void> => {
      const client = new Client(session.token);
      try {
        await probe?.(client);
        setStanding({ is: 'in', session, client });
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal.status === 401) {
          storeSession(null);
          setStanding({ is: 'out', refusal: null, ended: true, denied: false });
        } else setStanding({ is: 'refused', session, refusal });
      }
    },
    [probe],
  );

  const take = useCallback(
    (session: Session) => {
      storeSession(session);
      setStanding({ is: 'asking' });
      void admit(session);
    },
    [admit],
  );

  const begin = useCallback(async (): Promise<void> => {
    const denied = new URLSearchParams(window.location.search).get('error') === 'access_denied';
    try {
      const session = (await arrive()) ?? storedSession();
      if (session === null) setStanding({ is: 'out', refusal: null, ended: false, denied });
      else {
        storeSession(session);
        await admit(session);
      }
    } catch (error) {
      setStanding({ is: 'out', refusal: refusalOf(error), ended: false, denied: false });
    }
  }, [admit]);

  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- once what is asked for has come
    void begin();
  }, [begin]);

  const leave = useCallback(() => {
    if (standing.is === 'in' || standing.is === 'refused') void signOut(standing.session);
    storeSession(null);
    setStanding({ is: 'out', refusal: null, ended: false, denied: false });
  }, [standing]);

  const again = useCallback(() => {
    setStanding({ is: 'asking' });
    void begin();
  }, [begin]);

  return useMemo(() => ({ standing, take, leave, again }), [standing, take, leave, again]);
}

/** A code is for once: whoever mounts twice has one answer. */
let arriving: Promise<Session | null> | null = null;
const arrive = (): Promise<Session | null> => (arriving ??= comeBack());
