// Every word of the pages, in the language of the person: words.en.json and words.zh.json hold the same keys.

const LANGUAGES = {en: 'en', zh: 'zh-CN'};
let words = {};
let language = 'en';

/** Loads the words: of the language given, else the one kept here, else the browser's. */
export async function speak(wanted) {
  const kept = wanted ?? localStorage.getItem('assent.language') ?? navigator.language.slice(0, 2);
  language = kept in LANGUAGES ? kept : 'en';
  words = await (await fetch(`/words.${language}.json`)).json();
  if (wanted) localStorage.setItem('assent.language', language);
  document.documentElement.lang = LANGUAGES[language];
}

/** `en` or `zh`. */
export function spoken() {
  return language;
}

/** The words of a key; {0}, {1}… are filled in. A key without words shows itself. */
export function t(key, ...values) {
  return (words[key] ?? key).replace(/\{(\d)\}/g, (_, n) => values[n] ?? '');
}

/** The words of a code that the engine made, or the code where these pages are older than the engine. */
export function tCode(kind, code) {
  return words[`${kind}.${code}`] ?? code;
}

/** What was said by the server: one text, or one a language. */
export function told(said) {
  return typeof said === 'string' ? said : said?.[language] ?? said?.en ?? '';
}

const formats = new Map();

function format(style) {
  const key = language + JSON.stringify(style);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LANGUAGES[language], {hour12: false, ...style}));
  return formats.get(key);
}

/** Day and time of an ISO instant, in the zone of the home if it says one. */
export function dayAndTime(instant, zone) {
  return format({timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit'}).format(new Date(instant));
}

export function shortDay(instant, zone) {
  return format({timeZone: zone, month: 'short', day: 'numeric'}).format(new Date(instant));
}

export function clock(instant, zone) {
  return format({timeZone: zone, hour: '2-digit', minute: '2-digit'}).format(new Date(instant));
}

/** 75.3 → 1:15; with tenths 1:15.3; 3700 → 1:01:40. */
export function span(seconds, tenths = false) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const text = hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  return tenths ? `${text}.${Math.floor((seconds - whole) * 10)}` : text;
}

function two(n) {
  return String(n).padStart(2, '0');
}
