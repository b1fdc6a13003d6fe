import type { PlaceBasis } from '#contract';
import type { Role } from '#domain';
import type { Language } from './texts.js';

/** Somebody who signed in. */
export interface Viewer {
  id: string;
  role: Role;
}

/** A viewpoint: when, where and who. The log and a viewpoint determine everything that is shown. */
export interface Viewpoint {
  /** The instant shown, ms since the epoch. */
  at: number;
  /** Whether that instant moves with the clock. */
  live: boolean;
  /** Now, ms since the epoch: in `enforced` mode, restrictions in force now count too. */
  now: number;
  /** ISO 3166-1 alpha-2 or `XK`; `elsewhere`, a country that no restriction names; null where unknown. */
  from: string | null;
  /** How `from` came to be known. */
  basis: PlaceBasis;
  /** `open`: restrictions as of `at`. `enforced`: the stricter of then and now. */
  mode: 'open' | 'enforced';
  viewer: Viewer | null;
  /** Whether the viewer chose to see no more than the public. */
  asPublic: boolean;
  language: Language;
  /**
   * Ids of posts that were reported to the moderator who looks: of these they see even what is for some people
   * alone. Set where a report is read, and nowhere else.
   */
  reported?: ReadonlySet<string>;
  /**
   * Collects, for the audit, the ids of what the gate shows here and hides from others at the same place.
   * Not set where no viewer reads, nor for frames: their subscription is audited.
   */
  exempted?: Set<string>;
}

/** The instant, beside `at`, whose restrictions count at a viewpoint. */
export function restrictionsAlsoAt(viewpoint: Pick<Viewpoint, 'at' | 'now' | 'mode'>): number {
  return viewpoint.mode === 'enforced' ? viewpoint.now : viewpoint.at;
}

/** The id of the account whose own things a viewpoint shows: the viewer's; null as the public. */
export function viewerOf({ viewer, asPublic }: Pick<Viewpoint, 'viewer' | 'asPublic'>): string | null {
  return asPublic ? null : (viewer?.id ?? null);
}

/** Whether a viewer sees all that is restricted: moderators do, unless they ask not to. */
export function seesAll(viewpoint: Pick<Viewpoint, 'viewer' | 'asPublic'>): boolean {
  return (
    !viewpoint.asPublic && (viewpoint.viewer?.role === 'moderator' || viewpoint.viewer?.role === 'admin')
  );
}
