const formats = new Map<string, Intl.DateTimeFormat>();

/** The time of day, to the second, of an epoch time in ms; in the browser's own zone where none is given. */
export function timeOfDay(time: number, locale: string, timeZone?: string): string {
  const key = `${locale} ${timeZone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale || undefined, { timeStyle: 'medium', timeZone });
    formats.set(key, format);
  }
  return format.format(time);
}
