import type { ProvenanceField, WithheldField } from '#contract';
import { drawer, explain } from './en.reasons.js';
import { room } from './en.room.js';

type Certainty = ProvenanceField['certainty'];

/** `1 post`, `2 posts`, of a word that takes an s. */
const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/**
 * The page's own words. Whatever counts is a function of its figure; places come in as they stand in a
 * sentence (`in Germany`), names as they are. What a story says comes from its file and stands in no catalogue.
 */
export const en = {
  /** The language's own name, and what is said of words that nobody has looked at yet; empty for none. */
  language: 'English',
  unreviewed: '',

  frame: {
    skip: 'Skip to the two panes',
    skipToDesk: 'Skip to play, pause and the time line',
    toTheme: { dark: 'Switch to dark colours', light: 'Switch to light colours' },
    home: 'Withheld, home',
    replay: 'Replay',
    timeline: 'Timeline',
    orders: 'Orders',
    report: 'Report',
    lessons: 'Lessons',
    timelineTitle: 'What people write here, seen from two places.',
    views: 'Views',
    languages: 'Language',
    legend: {
      label: 'How to read it',
      type: 'type: from the sources',
      pencil: 'pencil: made up',
      inferred: 'hour inferred',
    },
    whatIsShown: 'What is shown',
    chapterOf: (n: number, of: number, title: string) => `${n} of ${of}, ${title}`,
    replayOf: (year: string) => `Replay of ${year}`,
  },

  /** Of a file that plays by itself, without a server. */
  offline: {
    carried: 'This file holds the replay.',
    made: (day: string, revision: string) => `Made on ${day}, of revision ${revision}. It asks no network.`,
    notInFile: 'this file holds the replay alone; why a post is seen so is told where a server shows it',
    broken: 'What this file holds cannot be read. Make it anew, or copy it again.',
    cannotUnpack: 'This browser is too old to unpack the file.',
    cannotUnpackHelp: 'Chrome and Edge can from version 80, Firefox from 113, Safari from 16.4.',
  },

  sides: {
    left: 'Left side, seen from',
    right: 'Right side, seen from',
    alone: 'Seen from',
    ofStory: 'In this story',
    everywhere: 'All countries',
    peek: 'Press and hold to look at the other side',
    basis: {
      simulated: 'simulated',
      account: 'from your account',
      geoip: 'from your address',
      default: 'the server’s default',
      unknown: 'country unknown',
    } as Readonly<Record<string, string>>,
    enforced: 'This server shows each place its own view.',
  },

  rows: {
    label: 'Both readings, newest first',
    same: 'The same on both sides.',
    differs: 'Different on each side.',
    withheldOther: (where: string) => `Withheld ${where}.`,
    otherwise: (where: string) => `Reads differently ${where}.`,
    nothing: 'Nothing here.',
    newRows: (n: number) => `${n} new`,
    withheldAbove: 'Withheld above',
    withheldBelow: 'Withheld below',
    older: 'Load older',
    loading: 'Loading…',
    postFrom: (name: string) => `Post from ${name}`,
    foldedStandIns: (n: number) => `Stand-ins, ${n} folded`,
    about: (hour: string) => `about ${hour}`,
    writtenAt: (when: string) => `written ${when}`,
    notes: (n: number) => counted(n, 'more note'),
    notesOf: (titles: string) => `: ${titles}`,
    side: (name: string) => `${name}’s side`,
    hourInferred: 'The hour is inferred',
  },

  /** Parts of "203 more stand-ins withheld here": the figure stands before them, pencilled. */
  fold: {
    withheld: (n: number, more: boolean) =>
      `${more ? 'more ' : ''}stand-in${n === 1 ? '' : 's'} withheld here`,
    shown: (n: number, more: boolean) => `${more ? 'more ' : ''}stand-in${n === 1 ? '' : 's'} shown here`,
    withheldOf: (of: number) => `of ${of} stand-ins withheld here`,
  },

  /** Counts of what a side withholds; the figure stands before the words. */
  tally: {
    standIns: (n: number) => `stand-in${n === 1 ? '' : 's'} withheld here`,
    others: (n: number) => `account${n === 1 ? '' : 's'} withheld here`,
    none: 'withheld here',
  },

  post: {
    like: (n: number): string => (n === 1 ? 'like' : 'likes'),
    madeUpFigure: 'Made up for the replay: no source gives a figure',
    inReply: 'in reply to another post',
    standIn: 'stand-in',
    why: 'Why do I see this?',
    order: (title: string, item: number | null) => (item === null ? title : `${title}, item ${item}`),
    since: (day: string) => `since ${day}`,
    labelled: 'Labelled by the platform:',
    basis: {
      legal_demand: 'Legal demand',
      local_law: 'Local law',
      platform_rule: 'The platform’s rules',
    } as Readonly<Record<WithheldField['basis'], string>>,
    sources: (n: number) => counted(n, 'source'),
    noAddress: 'address not known',
  },

  /** How sure something is, in a word, and what the word means. */
  certainty: {
    quoted: { word: 'quoted', means: 'The words are the speaker’s, as a source prints them.' },
    reported: { word: 'reported', means: 'A source says that it happened; the wording is ours.' },
    inferred: { word: 'inferred', means: 'It follows from what is reported.' },
    illustrative: { word: 'made up', means: 'Made up for the replay, so that there is something to see.' },
  } as Readonly<Record<Certainty, { word: string; means: string }>>,
  precision: {
    minute: '',
    part_of_day: 'Placed to the part of the day; the hour is ours.',
    day: 'Placed to the day; the hour is ours.',
    month: 'Placed to the month; the day and the hour are ours.',
  } as Readonly<Record<ProvenanceField['precision'], string>>,

  bands: {
    order: {
      filed: 'Order filed',
      noticed: 'Notice on an order',
      confirmed: 'Order confirmed',
      revoked: 'Order revoked',
      expired: 'Order expired',
      set_aside: 'Order set aside',
    } as Readonly<Record<string, string>>,
    decision: (outcome: string) => `Decision: ${outcome}`,
    outcome: {
      withheld: 'withheld',
      suspended: 'suspended everywhere',
      labelled: 'labelled',
      limited: 'limited',
      restored: 'restored',
      refused: 'not acted on',
    } as Readonly<Record<string, string>>,
    items: (n: number) => `${counted(n, 'item')}.`,
    standIns: (n: number, note: string) => `${counted(n, 'stand-in')}${note === '' ? '.' : `; ${note}`}`,
  },

  said: {
    withheld: (where: string) => `Withheld ${where}`,
    shownAgain: (where: string) => `Shown again ${where}`,
    stillShown: (where: string) => `Still shown ${where}.`,
    postFrom: (name: string) => `post from ${name}`,
    standIns: (n: number) => counted(n, 'stand-in'),
    posts: (n: number) => counted(n, 'post'),
    postsWithStandIns: (n: number, standIns: number) => `${n} posts, ${standIns} of them stand-ins`,
    chapter: (title: string, headline: string) => `${title}. ${headline}`,
  },

  notice: {
    reading: 'Reading both sides…',
    gettingTape: 'Getting the tape…',
    tryAgain: 'Try again',
    tryNow: 'Try now',
    noAnswer: 'The server does not answer.',
    noAnswerHelp:
      'If it runs on this computer, start it with npm start and leave that window open. If not, check the connection. This page tries again by itself every few seconds.',
    playsOn: 'The server does not answer. What has come plays on; the rest is read when it answers again.',
    refused: 'The server refused this view.',
    itSaid: (message: string) => `It said: “${message}”`,
    notFromHere: (where: string) => `${where}: not to be seen from where you are.`,
    lost: 'The live connection is lost.',
    lostHelp: 'What is here may be out of date. It goes on by itself once the server answers.',
    notAnInstant: (text: string) => `The address asks for “${text}”, which is no instant.`,
    instantLooksLike: 'An instant looks like 2021-02-10T08:04:00Z.',
    beforeStory: (when: string) => `This story begins in ${when}.`,
    afterStory: (when: string) => `This story ends on ${when}.`,
    notYetPerformed: 'This has not happened here yet: the story is being performed.',
    toBeginning: 'Go to its beginning',
    toEnd: 'Go to its end',
    noSuchPlace: (codes: string) => `No country has the code ${codes}. This is what it opens on instead.`,
    otherFile: 'The story’s file has changed since it was loaded. To load the new one: npm start -- --fresh',
    nothingWithheld: 'Nothing is withheld in this story. Both sides read the same to the end.',
    noScenario: (id: string) => `There is no story “${id}” here.`,
    emptyTimeline: 'Nobody has written here yet.',
    emptyTimelineHelp: 'What people write appears on both sides as it is written.',
    nobodyThen: 'Nothing had been written here by then.',
    seeLive: 'See it live',
    live: 'Live',
  },

  transport: {
    label: 'Transport',
    chapters: 'Chapters',
    previousChapter: 'Previous chapter',
    back: 'Back one step',
    play: 'Play',
    pause: 'Pause',
    forward: 'Forward one step',
    nextChapter: 'Next chapter',
    speed: 'Speed',
    slower: 'Slower',
    faster: 'Faster',
    cut: 'Cut',
    position: 'Position in the story',
    positionOf: (position: string, duration: string) => `${position} of ${duration}`,
    clock: 'The story’s clock',
    hourInferred: 'The hour is inferred',
    circa: 'c.',
    dayNotKnown: 'day not known',
    you: (clock: string) => `you ${clock}`,
    left: 'Left',
    right: 'Right',
    panes: 'Two panes',
    room: 'Room view',
    keys: 'Keys and how to read it',
    live: 'Live',
    backToLive: 'Back to live',
    events: 'events',
    withheldIn: (place: string) => `withheld ${place}`,
    withheld: 'withheld',
    chapterOf: (number: number, count: number, title: string) => `chapter ${number} of ${count}, ${title}`,
    share: 'Share',
    shareThis: 'Share this moment',
    linkCopied: 'Link copied',
    copyThis: 'Copy this link',
    close: 'Close',
  },

  landing: {
    sides: 'Two sides',
    sidesReasons: 'What each gave as its reason, in its own words.',
    play: 'Play',
    getting: 'Getting the tape…',
    howToRead: 'How to read it',
    same: 'the same on both sides',
    differs: 'different on each side',
    white: 'White:',
    whiteIs: 'what was said.',
    violet: 'Violet: withheld here.',
    stillShown: 'Still shown',
    stillShownWhere: 'in the other place, the same minute.',
    green: 'Green: what was decided, and the reasons given.',
    pencil: 'Pencil: made up for the replay.',
  },

  keys: {
    title: 'Keys',
    playOrPause: 'Play or pause',
    seconds: 'Five seconds back or forward',
    tenth: 'A tenth back or forward',
    chapters: 'Previous or next chapter',
    steps: 'One step back or forward',
    digits: 'To the beginning, a tenth, two tenths …',
    room: 'Room view',
    swap: 'Swap the panes',
    drawer: 'Why the row in focus reads so',
    list: 'This list',
    close: 'Close what is open',
    space: 'space',
    shift: 'shift',
    esc: 'esc',
    single: 'Keys of a single character',
    singleNote: 'Space, the arrows and Esc stay.',
  },

  trends: {
    heading: (where: string) => `Trending ${where}`,
    rank: (n: number) => `no. ${n}`,
    posts: (n: string) => `${n} posts`,
  },

  orders: {
    heading: 'Orders',
    none: 'No order so far. Once one is filed it stands here, with a mark for each of its items.',
    untitled: 'Order',
    items: (count: number): string => (count === 1 ? 'item' : 'items'),
    standIns: (count: number): string => (count === 1 ? 'stand-in' : 'stand-ins'),
    reason: 'The reasons, as they are told',
    confidential: 'Confidential orders',
    confidentialNote: 'Of these only numbers are told: of items ordered, and of decisions.',
    decisions: (count: number): string => (count === 1 ? 'decision' : 'decisions'),
    since: (day: string) => `since ${day}`,
    standing: {
      confirmed: 'confirmed',
      revoked: 'revoked',
      expired: 'expired',
      set_aside: 'set aside',
    } as Readonly<Record<string, string>>,
    outcomes: {
      withheld: 'withheld',
      suspended: 'suspended',
      labelled: 'labelled',
      limited: 'limited',
      refused: 'refused: left up',
      restored: 'restored',
      open: 'no decision yet',
    },
    brief: {
      withheld: 'withheld',
      suspended: 'suspended',
      labelled: 'labelled',
      limited: 'limited',
      refused: 'refused',
      restored: 'restored',
      open: 'undecided',
    },
    /** `place` as it stands in a sentence: "in Germany". */
    withheldIn: (place: string) => `withheld ${place}`,
    ownRules: 'under own rules',
    table: 'How the items of the orders stand.',
    together: (orders: number): string => (orders === 2 ? 'both' : 'all'),
    pencilled: 'Pencilled figures count stand-ins.',
    twoSets: 'Withheld and under own rules are two sets, not added up.',
    chart: 'Items by outcome over time',
    time: 'Time',
    ordered: 'ordered',
    showAll: 'Orders',
    close: 'Close',
    stripOf: (withheld: string, of: string) => `${withheld} of ${of}`,
  },

  explain,
  drawer,
  room,
};

/** A catalogue: the same words in another language. */
export type Words = typeof en;
