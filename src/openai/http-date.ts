/** Reads the three forms of a date in HTTP (RFC 9110, 5.6.7), all of which are in UTC. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`;

const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(
    String.raw`^[a-z]{3}, (?<day>\d{2}) (?<month>[a-z]{3}) (?<year>\d{4}) ${TIME} (?:GMT|UTC)$`,
    'i',
  ),
  // Sunday, 06-Nov-94 08:49:37 GMT (RFC 850)
  new RegExp(
    String.raw`^[a-z]{6,9}, (?<day>\d{2})-(?<month>[a-z]{3})-(?<year>\d{2}) ${TIME} (?:GMT|UTC)$`,
    'i',
  ),
  // Sun Nov  6 08:49:37 1994 (asctime: no zone is written, and UTC is meant)
  new RegExp(String.raw`^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) ${TIME} (?<year>\d{4})$`, 'i'),
];

/** Milliseconds since 1970, or undefined for what is no such date. `now` decides the century of a year of two digits. */
export function parseHttpDate(text: string, now: number): number | undefined {
  const parts = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const month = MONTHS.indexOf((parts.month ?? '').toLowerCase());
  const [day, hour, minute, second] = [parts.day, parts.hour, parts.minute, parts.second].map(Number);
  if (month < 0 || !isWithin(day, 1, 31)) return undefined;
  // A leap second is written as 60.
  if (!isWithin(hour, 0, 23) || !isWithin(minute, 0, 59) || !isWithin(second, 0, 60)) return undefined;
  return Date.UTC(fullYear(parts.year ?? '', now), month, day, hour, minute, second);
}

function isWithin(value: number | undefined, least: number, most: number): value is number {
  return value !== undefined && value >= least && value <= most;
}

/** Two digits that seem more than 50 years ahead are of the past. */
function fullYear(text: string, now: number): number {
  if (text.length === 4) return Number(text);
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(text);
  return year > thisYear + 50 ? year - 100 : year;
}
