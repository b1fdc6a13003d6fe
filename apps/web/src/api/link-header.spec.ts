import { describe, expect, it } from '@jest/globals';
import { nextMaxId } from './link-header.js';

describe('the Link header', () => {
  it('given next and prev, gives the max_id of next', () => {
    const link =
      '<http://localhost:3000/api/v1/timelines/public?limit=40&view_from=IN&max_id=01EY>; rel="next", ' +
      '<http://localhost:3000/api/v1/timelines/public?limit=40&min_id=01EZ>; rel="prev"';
    expect(nextMaxId(link)).toBe('01EY');
  });

  it('given prev alone, or nothing, gives null', () => {
    expect(nextMaxId('<http://localhost/x?min_id=01EZ>; rel="prev"')).toBeNull();
    expect(nextMaxId(null)).toBeNull();
    expect(nextMaxId('')).toBeNull();
  });
});
