// Everything on screen is told in the centre's zone, wherever the reader's machine thinks it is.

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })));
  return made;
}

/** 2026-11-23, in the zone. */
export function dayOf(at: string | number, zone: string): string {
  return format('sv-SE', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

/** 09:05 */
export function clock(at: string | number, zone: string): string {
  return format('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** 09:05:07 */
export function clockSeconds(at: string | number, zone: string): string {
  return format('en-GB', zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** 11月23日 星期一 / Monday 23 November */
export function longDay(at: string | number, zone: string, locale: string): string {
  return format(locale, zone, { month: 'long', day: 'numeric', weekday: 'long' }).format(new Date(at));
}

/** 11/23 or 23/11, with the year where it is another one. */
export function shortDay(at: string | number, zone: string, locale: string, today: number): string {
  const same = dayOf(at, zone).slice(0, 4) === dayOf(today, zone).slice(0, 4);
  return format(locale, zone, same ? { month: 'short', day: 'numeric' } : { year: 'numeric', month: 'short', day: 'numeric' })
    .format(new Date(at));
}

/** The date so many days after another (dates without a zone). */
export function plusDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** 75 -> 1:15, 3700 -> 1:01:40 */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
