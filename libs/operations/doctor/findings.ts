/** Something that was looked at: that it is as it should be, or what is not, why, and what to do. */
export interface Finding {
  /** The subject of the check, in a few words. */
  what: string;
  /** `warning`: it works, and may not be what was meant. */
  state: 'ok' | 'warning' | 'wrong';
  why: string;
  /** Null where there is nothing to do. */
  todo: string | null;
}

export function ok(what: string, why: string): Finding {
  return { what, state: 'ok', why, todo: null };
}

export function warning(what: string, why: string, todo: string): Finding {
  return { what, state: 'warning', why, todo };
}

export function wrong(what: string, why: string, todo: string): Finding {
  return { what, state: 'wrong', why, todo };
}
