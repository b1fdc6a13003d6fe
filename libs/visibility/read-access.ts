import { seesAll, type Viewpoint } from './viewpoint.js';

/** Whether a viewpoint may read or know of something. */
export interface ReadAccess {
  granted: boolean;
  /** Ids of things hidden from others at the same place, and read here because the viewer sees all. */
  exempt: readonly string[];
}

/** Access to something that everybody at the same place may read. */
export const GRANTED: ReadAccess = Object.freeze({ granted: true, exempt: [] });
export const DENIED: ReadAccess = Object.freeze({ granted: false, exempt: [] });

export function granted(isGranted: boolean): ReadAccess {
  return isGranted ? GRANTED : DENIED;
}

/** Grants access only to viewers who see all, as an exemption that the audit notes under this id. */
export function byRole(id: string, viewpoint: Pick<Viewpoint, 'viewer' | 'asPublic'>): ReadAccess {
  return seesAll(viewpoint) ? { granted: true, exempt: [id] } : DENIED;
}
