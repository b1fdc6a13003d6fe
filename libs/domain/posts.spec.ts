import { describe, expect, it } from '@jest/globals';
import { VENUES } from '#domain';
import { asha, bilal, onBlog, onKoo, onTwitter, toPress, type Someone } from '../../test/support/cast.js';
import { given } from '../../test/support/given.js';

const both = [asha.signedUp(), bilal.signedUp()];

describe('the length of a post', () => {
  const OF_A_READER_S_CHARACTER = {
    'a letter': 'a',
    'a family of four emoji joined into one': '👨‍👩‍👧‍👦',
    'a flag, two code points': '🇮🇳',
    'a hand with a skin tone': '👍🏽',
    'a Devanagari cluster of four code points': 'क्षि',
    'a Tamil letter with its vowel sign': 'நி',
    'a letter with a combining accent': 'é',
  };

  describe.each<[string, Someone, number]>([
    ['Twitter', onTwitter, 280],
    ['Koo', onKoo, 400],
    ['the blog', onBlog, 20_000],
    ['the press', toPress, 20_000],
    ['home', asha, 500],
  ])('on %s', (_venue, author, limit) => {
    it.each(Object.entries(OF_A_READER_S_CHARACTER))('is counted in %s', (_, cluster) => {
      given(author.signedUp())
        .when(author.posts(cluster.repeat(limit)))
        .then({ type: 'post.published' });
      given(author.signedUp())
        .when(author.posts(cluster.repeat(limit + 1)))
        .thenRefused('invalid', {
          field: 'status',
          message: `is ${limit + 1} characters long; ${VENUES[author.venue].name} takes up to ${limit}`,
        });
    });
  });

  it('is bounded in combining marks, too, of which one character takes any number', () => {
    const marks = '\u0301'.repeat(500 * 32);
    given(asha.signedUp())
      .when(asha.posts(`a${marks}`))
      .thenRefused('invalid', { field: 'status', message: 'has too many combining marks' });
    given(asha.signedUp())
      .when(asha.posts(`a${marks.slice(1)}`))
      .then({ type: 'post.published' });
  });

  it('includes the warning before it', () => {
    given(asha.signedUp())
      .when(asha.posts('a'.repeat(400), { spoiler_text: 'b'.repeat(101) }))
      .thenRefused('invalid', { field: 'status' });
  });

  it.each(['', ' ', '\n\t', ' '])('is not nothing: %j', (text) => {
    given(asha.signedUp()).when(asha.posts(text)).thenRefused('invalid', { field: 'status' });
  });
});

describe('a post', () => {
  it('needs an author who is there', () => {
    given().when(asha.posts('Hello')).thenRefused('not_found');
  });

  it('answers a post that is there', () => {
    given(...both, asha.posted('p'))
      .when(bilal.posts('Hi', { in_reply_to: 'p' }))
      .then({ payload: expect.objectContaining({ in_reply_to: 'p', in_reply_to_account: asha.id }) });
    given(...both)
      .when(bilal.posts('Hi', { in_reply_to: 'p' }))
      .thenRefused('not_found');
    given(...both, asha.posted('p'), asha.deleted('p'))
      .when(bilal.posts('Hi', { in_reply_to: 'p' }))
      .thenRefused('not_found');
  });

  it('quotes a post that is there', () => {
    given(...both, asha.posted('p'))
      .when(bilal.posts('So true', { quote_of: 'p' }))
      .then({ payload: expect.objectContaining({ quote_of: 'p' }) });
    given(...both)
      .when(bilal.posts('So true', { quote_of: 'p' }))
      .thenRefused('not_found');
  });

  describe('that answers or quotes a re-post', () => {
    it('answers or quotes what was re-posted', () => {
      given(...both, asha.posted('p'), bilal.reposted('r', 'p'))
        .when(bilal.posts('Hi', { in_reply_to: 'r', quote_of: 'r' }))
        .then({
          payload: expect.objectContaining({ in_reply_to: 'p', in_reply_to_account: asha.id, quote_of: 'p' }),
        });
    });

    it('finds nothing where that is deleted', () => {
      const gone = [...both, asha.posted('p'), bilal.reposted('r', 'p'), asha.deleted('p')];
      given(...gone)
        .when(bilal.posts('Hi', { in_reply_to: 'r' }))
        .thenRefused('not_found');
      given(...gone)
        .when(bilal.posts('Hi', { quote_of: 'r' }))
        .thenRefused('not_found');
    });
  });

  it('is deleted by its author alone, once', () => {
    given(...both, asha.posted('p'))
      .when(bilal.deletes('p'))
      .thenRefused('not_found');
    given(...both, asha.posted('p'))
      .when(asha.deletes('p'))
      .then({ type: 'post.deleted', subject: 'p' })
      .andWhen(asha.deletes('p'))
      .thenRefused('not_found');
  });
});

describe('a venue where people only speak', () => {
  it.each([
    ['blog', onBlog],
    ['press', toPress],
  ])('%s takes no likes, re-posts, replies or quotes', (_, author) => {
    const spoken = [...both, author.signedUp(), author.posted('p')];
    given(...spoken)
      .when(asha.likes('p'))
      .thenRefused('invalid');
    given(...spoken)
      .when(asha.reposts('p'))
      .thenRefused('invalid');
    given(...spoken)
      .when(asha.posts('No', { in_reply_to: 'p' }))
      .thenRefused('invalid');
  });
});

describe('liking', () => {
  it('happens once', () => {
    given(...both, asha.posted('p'))
      .when(bilal.likes('p'))
      .then({ type: 'post.liked', actor: bilal.id, subject: 'p' })
      .andWhen(bilal.likes('p'))
      .thenNothing('p');
  });

  it('a re-post is liking what it passes on', () => {
    given(...both, asha.posted('p'), asha.reposted('r', 'p'))
      .when(bilal.likes('r'))
      .then({ type: 'post.liked', subject: 'p' })
      .andWhen(bilal.likes('p'))
      .thenNothing('p')
      .andWhen(bilal.unlikes('r'))
      .then({ type: 'post.unliked', subject: 'p' });
  });

  it('is undone once', () => {
    given(...both, asha.posted('p'), bilal.liked('p'))
      .when(bilal.unlikes('p'))
      .then({ type: 'post.unliked', subject: 'p' })
      .andWhen(bilal.unlikes('p'))
      .thenNothing('p')
      .andWhen(bilal.likes('p'))
      .then({ type: 'post.liked' });
  });

  it('needs a post that is there', () => {
    given(...both)
      .when(bilal.likes('p'))
      .thenRefused('not_found');
    given(...both, asha.posted('p'), asha.deleted('p'))
      .when(bilal.likes('p'))
      .thenRefused('not_found');
  });
});

describe('re-posting', () => {
  it('happens once', () => {
    const reposted = bilal.reposts('p');
    given(...both, asha.posted('p'))
      .when(reposted)
      .then({ type: 'post.reposted', subject: reposted.meta.id, payload: { of: 'p', visibility: 'public' } })
      .andWhen(bilal.reposts('p'))
      .thenNothing(reposted.meta.id);
  });

  it('a re-post passes on what it passed on', () => {
    given(...both, asha.posted('p'), bilal.reposted('r', 'p'))
      .when(asha.reposts('r'))
      .then({ payload: { of: 'p', visibility: 'public' } });
    given(...both, asha.posted('p'), bilal.reposted('r', 'p'))
      .when(bilal.reposts('r'))
      .thenNothing('r');
  });

  it('is undone once, by naming the post or any re-post of it', () => {
    const standing = [...both, asha.posted('p'), asha.reposted('another', 'p'), bilal.reposted('r', 'p')];
    for (const named of ['p', 'r', 'another']) {
      given(...standing)
        .when(bilal.undoesRepost(named))
        .then({ type: 'post.deleted', actor: bilal.id, subject: 'r' })
        .andWhen(bilal.undoesRepost(named))
        .thenNothing('p');
    }
  });

  it('is undone by deleting the re-post, too, and can be done again', () => {
    given(...both, asha.posted('p'), bilal.reposted('r', 'p'))
      .when(bilal.deletes('r'))
      .then({ type: 'post.deleted', subject: 'r' })
      .andWhen(bilal.undoesRepost('p'))
      .thenNothing('p')
      .andWhen(bilal.reposts('p'))
      .then({ type: 'post.reposted' });
  });

  it('needs a post that is there', () => {
    given(...both)
      .when(bilal.reposts('p'))
      .thenRefused('not_found');
    given(...both, asha.posted('p'), asha.deleted('p'))
      .when(bilal.reposts('p'))
      .thenRefused('not_found');
  });

  it('can be undone though the post is deleted', () => {
    given(...both, asha.posted('p'), bilal.reposted('r', 'p'), asha.deleted('p'))
      .when(bilal.undoesRepost('r'))
      .then({ type: 'post.deleted', subject: 'r' });
  });
});
