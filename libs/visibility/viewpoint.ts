import type { PlaceBasis } from '#contract';
import type { Role } from '#domain';
import type { Language } from './texts.js';

/** Somebody who signed in. */
export interface Viewer {
  id: string;
  role: Role;
}

/** Every read has one: when, where, who. What is seen of the log is a function of it. */
export interface Viewpoint {
  /** The instant shown, ms since the epoch. */
  at: number;
  /** Whether that instant moves with the clock. */
  live: boolean;
  /** Now, ms since the epoch: in `enforced` mode what is restricted now counts, too. */
  now: number;
  /** ISO 3166-1 alpha-2 or `XK`; `elsewhere`, a country that no restriction names; null where unknown. */
  from: string | null;
  /** How `from` came to be known. */
  basis: PlaceBasis;
  /** `open`: restrictions as of `at`. `enforced`: the stricter of then and now. */
  mode: 'open' | 'enforced';
  viewer: Viewer | null;
  /** Whether the viewer gave up what they may see beyond others. */
  asPublic: boolean;
  language: Language;
  /**
   * The audit of what is read from here: where the gate notes, by id, what it lets out that is kept from
   * others at the same place. Not set where no viewer reads, and in frames, whose subscription is audited.
   */
  exempted?: Set<string>;
}

/** The instant, beside `at`, whose restrictions count at a viewpoint. */
export function restrictionsAlsoAt(viewpoint: Pick<Viewpoint, 'at' | 'now' | 'mode'>): number {
  return viewpoint.mode === 'enforced' ? viewpoint.now : viewpoint.at;
}

/** Whose own is shown at a viewpoint, by account id: the viewer's, and as the public nobody's. */
export function viewerOf({ viewer, asPublic }: Pick<Viewpoint, 'viewer' | 'asPublic'>): string | null {
  return asPublic ? null : (viewer?.id ?? null);
}

/** Whether a viewer sees all that is restricted: moderators do, unless they ask not to. */
export function seesAll(viewpoint: Pick<Viewpoint, 'viewer' | 'asPublic'>): boolean {
  return (
    !viewpoint.asPublic && (viewpoint.viewer?.role === 'moderator' || viewpoint.viewer?.role === 'admin')
  );
}
