import { seesAll, type Viewpoint } from './viewpoint.js';

/** Whether a viewpoint may read or know of something. */
export interface ReadAccess {
  granted: boolean;
  /** The ids of what is kept from others at the same place, and read here because the viewer sees all. */
  exempt: readonly string[];
}

/** What everybody at the same place may read. */
export const GRANTED: ReadAccess = Object.freeze({ granted: true, exempt: [] });
export const DENIED: ReadAccess = Object.freeze({ granted: false, exempt: [] });

export function granted(isGranted: boolean): ReadAccess {
  return isGranted ? GRANTED : DENIED;
}

/** What only those who see all may read, which is exempt by this id. */
export function byRole(id: string, viewpoint: Pick<Viewpoint, 'viewer' | 'asPublic'>): ReadAccess {
  return seesAll(viewpoint) ? { granted: true, exempt: [id] } : DENIED;
}
