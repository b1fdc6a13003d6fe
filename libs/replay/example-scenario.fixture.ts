import { readFileSync } from 'node:fs';

/** The schema that scenario files are checked against, as the program reads it. */
export const schema = JSON.parse(
  readFileSync(new URL('../../seeds/scenario.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

/** A made-up scenario in which every action and every kind of reference occurs once. */
export const EXAMPLE = `
id: example
title: An example
description: Everything a scenario can hold, once.
language: en
time_zone: Europe/Lisbon
opens: '2021-01-01T00:00:00Z'
opening: { headline: An example begins., text: It shows every part once. }
places: { panes: [pt, elsewhere], further: [uk] }
sides:
  ministry: { name: Example Ministry, short: EM }
  papers: { name: Example Press, short: The press }
stand_in_note: They are made up.
replay: { title: All of it, idle_limit: 10 }
cuts:
  short: { title: The short cut, idle_limit: 0.5 }
sources:
  S1: { title: An article, publisher: Example Times, published: '2021-01-02', url: null }
  S2: { title: Another, publisher: Example Post, published: '2021-01-03', url: https://example.org/2 }
authorities:
  ministry: { name: Example Ministry, short_name: EM, country: PT, note: Made up. }
cast:
  speaker: { venue: twitter, handle: speaker, name: Example Body, kind: body, verified: true, note: Made up. }
  papers: { venue: press, handle: papers, name: Example Press, kind: body, verified: false, note: Made up. }
  reader: { venue: twitter, handle: reader, name: A reader, kind: stand_in, verified: false, note: Made up. }
cohorts:
  crowd:
    count: 20
    venue: twitter
    handle: crowd-{n:3}
    name: Stand-in {n}
    note: Number {n}.
    text: 'Post of stand-in {n}. #Example'
    faces:
      7: { name: 'Stand-in {n}, described', text: '[Stand-in {n}: a description.]' }
chapters:
  - { id: start, title: Start, headline: It starts., at: '2021-01-02T09:00:00Z' }
  - { id: order, title: The order, headline: It is filed., at: '2021-01-03T09:00:00Z' }
ask:
  - id: listed
    after: s07
    text: What will the ministry do?
    choices: [File an order, Nothing]
    happened: { choice: 1, text: It files an order., sources: [S1] }
disputes:
  - { id: how-many, order: s08, question: How many?, slips: [{ text: “about ten”, sources: [S1] }, { text: “a dozen”, sources: [S2] }] }
lessons:
  - id: both-sides
    title: Both sides
    lede: For a class.
    stops:
      - { id: spoken, at: '2021-01-02T10:00:00Z', title: Somebody speaks, minutes: 5, question: Who speaks?, task: Find it., notice: A body does., sources: [S1], ask: listed }
      - { id: ordered, at: '2021-01-03T09:00:00Z', title: An order, minutes: 7, question: Who orders?, task: Name it., notice: A ministry does., sources: [S2, S1] }
    law: [{ id: act, title: 'The Act, section 1', text: It may order., sources: [S2] }]
    law_note: In our words.
translations:
  hi:
    reviewed: false
    title: एक उदाहरण
    opening: { headline: एक उदाहरण शुरू होता है।, text: हर हिस्सा एक बार। }
    sides:
      ministry: { name: उदाहरण मंत्रालय, short: मंत्रालय }
      papers: { name: उदाहरण अख़बार, short: अख़बार }
    stand_in_note: ये काल्पनिक हैं।
    cuts: { full: पूरा, short: छोटा }
    chapters:
      start: { title: शुरुआत, headline: शुरू होता है। }
      order: { title: आदेश, headline: दर्ज होता है। }
    ask:
      listed: { text: मंत्रालय क्या करेगा?, choices: [आदेश देगा, कुछ नहीं], happened: आदेश देता है। }
    disputes: { how-many: कितने? }
    lessons:
      both-sides:
        title: दोनों पक्ष
        lede: कक्षा के लिए।
        stops:
          spoken: { title: कोई बोलता है, question: कौन बोलता है?, task: उसे खोजें।, notice: एक संस्था। }
          ordered: { title: एक आदेश, question: आदेश किसका है?, task: नाम लें।, notice: एक मंत्रालय का। }
        law: { act: { title: 'अधिनियम, धारा 1', text: वह आदेश दे सकता है। } }
        law_note: हमारे शब्दों में।
    orders: { s08: पहला आदेश }
    context:
      s17: { title: जो कहा गया, text: कि ऐसा था। }
steps:
  - { id: s01, at: '2021-01-02T09:00:00Z', precision: minute, certainty: quoted, sources: [S1], title: Somebody speaks, post: { by: speaker, text: Hello. } }
  - { id: s02, at: '2021-01-02T10:30+01:00', precision: minute, certainty: quoted, sources: [S1], title: To the press, post: { by: papers, text: A statement. } }
  - { id: s03, at: '2021-01-02T10:00:00Z', precision: day, certainty: illustrative, sources: [], title: The crowd posts, post: { by: { cohort: crowd, numbers: '1-10, 12' }, reply_to: s01 } }
  - { id: s04, at: '2021-01-02T10:00:01Z', precision: day, certainty: illustrative, sources: [], title: And again, post: { by: { cohort: crowd, numbers: 5-6 }, text: 'Again, {n}.', quote: { cohort: crowd, number: 1 } } }
  - { id: s05, at: '2021-01-02T10:00:02Z', precision: day, certainty: illustrative, sources: [], title: Re-posts, repost: { by: reader, post: s01 } }
  - { id: s06, at: '2021-01-02T10:00:03Z', precision: day, certainty: illustrative, sources: [], title: Likes, like: { by: { cohort: crowd, numbers: 1-3 }, post: { cohort: crowd, number: 5, step: s04 } } }
  - { id: s07, at: '2021-01-02T10:00:04Z', precision: day, certainty: illustrative, sources: [], title: Follows, follow: { by: { cohort: crowd, numbers: 20 }, account: speaker } }
  - id: s08
    at: '2021-01-03T09:00:00Z'
    precision: day
    certainty: reported
    sources: [S1, S2]
    note: The sources differ.
    title: An order
    order:
      authority: ministry
      venue: twitter
      title: First order
      legal_basis: Example Act
      grounds: [public_order]
      reason: As reported.
      countries: [pt]
      deadline: '2021-01-04T09:00:00+01:00'
      items:
        - accounts: { cohort: crowd, numbers: 1-3 }
        - posts: { cohort: crowd, numbers: '4-6' }
        - post: s01
        - accounts: reader
        - hashtag: '#Example'
        - url: https://example.org/elsewhere
  - expect:
      - { from: PT, order: s08, items: open, is: 10 }
  - { id: s09, at: '2021-01-03T10:00:00Z', precision: day, certainty: reported, sources: [S1], title: Some are withheld, decide: { order: s08, items: '1-4, 7', outcome: withheld, reason: As ordered. } }
  - expect:
      - { from: pt, status: s01, is: withheld }
      - { from: elsewhere, status: s01, is: full }
      - { from: PT, account: { cohort: crowd, number: 2 }, is: withheld }
      - { at: '2021-01-02T12:00:00Z', from: PT, status: { cohort: crowd, number: 5, step: s04 }, is: full }
      - { from: PT, status: s15, is: absent }
  - { id: s10, at: '2021-01-03T11:00:00Z', precision: day, certainty: reported, sources: [S1], title: The hashtag is kept out of trends, decide: { order: s08, items: 9, outcome: limited, reason: As ordered. } }
  - { id: s11, at: '2021-01-03T12:00:00Z', precision: day, certainty: reported, sources: [S2], title: The rest is refused, decide: { order: s08, items: open, outcome: refused, ground: journalist, reason: Speech. } }
  - { id: s12, at: '2021-01-03T13:00:00Z', precision: day, certainty: reported, sources: [S2], title: A notice, notice: { order: s08, kind: non_compliance, text: As reported. } }
  - { id: s13, at: '2021-01-03T14:00:00Z', precision: day, certainty: reported, sources: [S2], title: A restriction, restrict: { kind: suspend, accounts: { cohort: crowd, numbers: 15-17 }, basis: platform_rule, reason: Spam. } }
  - { id: s14, at: '2021-01-03T15:00:00Z', precision: day, certainty: reported, sources: [S2], title: It is lifted, lift: { step: s13, reason: Appeal. } }
  - { id: s15, at: '2021-01-03T16:00:00Z', precision: day, certainty: quoted, sources: [S2], title: An answer, post: { by: speaker, text: Bye., reply_to: s01, language: pt } }
  - { id: s16, at: '2021-01-03T17:00:00Z', precision: day, certainty: reported, sources: [S2], title: A label, label: { post: s15, text: Disputed., basis: platform_rule, reason: Rules. } }
  - { id: s17, at: '2021-01-03T18:00:00Z', precision: day, certainty: reported, sources: [S2], title: Context, context: { title: What is said, text: That it was so., side: ministry } }
  - { id: s18, at: '2021-01-03T18:00:00.001Z', precision: day, certainty: reported, sources: [S2], title: A trend, trend: { tag: '#Example', country: pt, rank: 1, posts: 21000 } }
`;
