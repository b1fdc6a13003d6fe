/** `GET /api/v1/preferences`: one's own settings. */
export interface Preferences {
  'posting:default:visibility': 'public' | 'unlisted' | 'private' | 'direct';
  'posting:default:sensitive': boolean;
  'posting:default:language': string | null;
  'reading:expand:media': 'default' | 'show_all' | 'hide_all';
  'reading:expand:spoilers': boolean;
  'reading:autoplay:gifs': boolean;
}

/** How far one has read a timeline. */
export interface Marker {
  last_read_id: string;
  version: number;
  updated_at: string;
}

/** `GET /api/v1/markers`: of the timelines that were asked for, those of which one has said it. */
export interface Markers {
  home?: Marker;
  notifications?: Marker;
}
