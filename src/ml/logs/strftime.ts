// C's strftime (ISO/IEC 9899:1999, 7.23.3.5) in the C locale, for names of logs that a format gives.

/** What a clock on the wall shows beside UTC. */
export interface Zone {
  /** Seconds east of Greenwich, at that moment. */
  readonly offset: number;
  /** %Z: "CET"; empty where there is none. */
  readonly abbreviation: string;
}

export const UTC: Zone = { offset: 0, abbreviation: 'UTC' };

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_MS = 86_400_000;

/** The fields of struct tm that the directives need. */
interface Clock {
  readonly year: number;
  /** 0 … 11 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 Sunday … 6 */
  readonly weekday: number;
  /** 0 … 365 */
  readonly yearday: number;
  readonly zone: Zone;
}

type Directive = (clock: Clock) => string;

/** Seven conversions stand for formats of others (in the C locale). */
const FORMATS: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: ({ weekday }) => DAYS[weekday].slice(0, 3),
  A: ({ weekday }) => DAYS[weekday],
  b: ({ month }) => MONTHS[month].slice(0, 3),
  B: ({ month }) => MONTHS[month],
  C: ({ year }) => padded(Math.floor(year / 100)),
  d: ({ day }) => padded(day),
  e: ({ day }) => padded(day, 2, ' '),
  g: (clock) => padded(lastTwo(isoWeek(clock).year)),
  G: (clock) => String(isoWeek(clock).year),
  h: ({ month }) => MONTHS[month].slice(0, 3),
  H: ({ hour }) => padded(hour),
  I: ({ hour }) => padded(hour % 12 || 12),
  j: ({ yearday }) => padded(yearday + 1, 3),
  m: ({ month }) => padded(month + 1),
  M: ({ minute }) => padded(minute),
  n: () => '\n',
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  S: ({ second }) => padded(second),
  t: () => '\t',
  u: ({ weekday }) => String(weekday || 7),
  U: ({ yearday, weekday }) => padded(Math.floor((yearday + 7 - weekday) / 7)),
  V: (clock) => padded(isoWeek(clock).week),
  w: ({ weekday }) => String(weekday),
  W: ({ yearday, weekday }) => padded(Math.floor((yearday + 7 - ((weekday + 6) % 7)) / 7)),
  y: ({ year }) => padded(lastTwo(year)),
  Y: ({ year }) => String(year),
  z: ({ zone }) => offsetText(zone.offset),
  Z: ({ zone }) => zone.abbreviation,
  '%': () => '%',
};

/** %E and %O ask for a locale's other calendar or digits, which the C locale has none of: these stay what they are. */
const MODIFIABLE: Readonly<Record<string, string>> = { E: 'cCxXyY', O: 'deHImMSuUVwWy' };

const PATTERN = /%([EO]?)([\s\S])|%$/g;

/** The format with its directives filled in; what is no directive of C99 stays as it stands. */
export function strftime(format: string, date: Date, zone: Zone = UTC): string {
  return fill(format, clockAt(date, zone));
}

/**
 * A zone's offset at a moment, from the platform's time-zone data; the platform's own zone where none is named. The
 * abbreviation is what English has for it, which for many zones is "GMT+1" where C would say "CET".
 * @throws RangeError for a zone that the platform does not know.
 */
export function zoneAt(date: Date, timeZone?: string): Zone {
  const part = (timeZoneName: 'longOffset' | 'short') => {
    const options: Intl.DateTimeFormatOptions = { timeZoneName, ...(timeZone ? { timeZone } : {}) };
    const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(date);
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  };
  const [, sign, hours, minutes, seconds] = /([+\-−])(\d+)(?::(\d+))?(?::(\d+))?/.exec(part('longOffset')) ?? [];
  const offset = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return { offset: sign === '+' || offset === 0 ? offset : -offset, abbreviation: part('short') };
}

function known(modifier: string | undefined, letter: string | undefined): boolean {
  if (letter === undefined) return false;
  if (modifier) return MODIFIABLE[modifier].includes(letter);
  return Object.hasOwn(DIRECTIVES, letter) || Object.hasOwn(FORMATS, letter);
}

function fill(format: string, clock: Clock): string {
  return format.replace(PATTERN, (text: string, modifier?: string, letter?: string) => {
    if (letter === undefined || !known(modifier, letter)) return text;
    return Object.hasOwn(FORMATS, letter) ? fill(FORMATS[letter], clock) : DIRECTIVES[letter](clock);
  });
}

function clockAt(date: Date, zone: Zone): Clock {
  const shown = new Date(date.getTime() + zone.offset * 1000);
  const year = shown.getUTCFullYear();
  const firstDay = new Date(0);
  firstDay.setUTCFullYear(year);
  return {
    year,
    month: shown.getUTCMonth(),
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: shown.getUTCDay(),
    yearday: Math.floor((shown.getTime() - firstDay.getTime()) / DAY_MS),
    zone,
  };
}

/** ISO 8601: week 1 is the one with the year's first Thursday. */
function isoWeek({ year, yearday, weekday }: Clock): { year: number; week: number } {
  const thursday = yearday + 3 - ((weekday + 6) % 7);
  if (thursday < 0) return { year: year - 1, week: Math.floor((thursday + daysIn(year - 1)) / 7) + 1 };
  if (thursday >= daysIn(year)) return { year: year + 1, week: 1 };
  return { year, week: Math.floor(thursday / 7) + 1 };
}

function daysIn(year: number): number {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365;
}

function lastTwo(year: number): number {
  return ((year % 100) + 100) % 100;
}

function padded(value: number, width = 2, fill = '0'): string {
  return String(value).padStart(width, fill);
}

function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60))}${padded(minutes % 60)}`;
}
