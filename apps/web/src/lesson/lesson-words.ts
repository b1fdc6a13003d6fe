import type { Language } from '../words/language.js';

/** The words of the teacher's column; what a lesson says comes from its story's file. */
interface LessonWords {
  column: string;
  stopOf: (n: number, of: number, minutes: number) => string;
  notice: string;
  previous: string;
  next: string;
  allOfIt: string;
  sheet: string;
  teach: string;
  pause: string;
  hideNames: string;
  showNames: string;
  ask: string;
  closeQuestion: string;
  nothingToAsk: string;
  hands: string;
  hand: (letter: string, count: number) => string;
  takeBack: string;
  reveal: string;
  happened: string;
  unknownLesson: string;
}

const ENGLISH: LessonWords = {
  column: 'Lesson',
  stopOf: (n, of, minutes) => `Stop ${n} of ${of}, ${minutes} min`,
  notice: 'What there is to notice',
  previous: 'Stop before',
  next: 'Next stop',
  allOfIt: 'The whole lesson',
  sheet: 'Sheet',
  teach: 'While you teach',
  pause: 'Pause',
  hideNames: 'Hide names',
  showNames: 'Show names',
  ask: 'Ask',
  closeQuestion: 'Close the question',
  nothingToAsk: 'No question is asked at this stop.',
  hands: 'A mark for each hand: press a choice once for each.',
  hand: (letter, count) => `${letter}: ${count} ${count === 1 ? 'hand' : 'hands'}`,
  takeBack: 'Take the last mark back',
  reveal: 'What happened',
  happened: 'What happened:',
  unknownLesson: 'There is no such lesson on this story.',
};

const HINDI: LessonWords = {
  column: 'पाठ',
  stopOf: (n, of, minutes) => `${of} में से पड़ाव ${n}, ${minutes} मिनट`,
  notice: 'ध्यान देने की बात',
  previous: 'पिछला पड़ाव',
  next: 'अगला पड़ाव',
  allOfIt: 'पूरा पाठ',
  sheet: 'पर्चा',
  teach: 'पढ़ाते समय',
  pause: 'रोकें',
  hideNames: 'नाम छिपाएँ',
  showNames: 'नाम दिखाएँ',
  ask: 'पूछें',
  closeQuestion: 'प्रश्न बंद करें',
  nothingToAsk: 'इस पड़ाव पर कोई प्रश्न नहीं है।',
  hands: 'हर उठे हाथ का एक निशान: हर हाथ पर उत्तर को एक बार दबाएँ।',
  hand: (letter, count) => `${letter}: ${count} हाथ`,
  takeBack: 'आख़िरी निशान हटाएँ',
  reveal: 'क्या हुआ',
  happened: 'जो हुआ:',
  unknownLesson: 'इस कहानी पर ऐसा कोई पाठ नहीं है।',
};

export const LESSON_WORDS: Readonly<Record<Language, LessonWords>> = { en: ENGLISH, hi: HINDI };
