import { currentLanguage, t } from './t';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The person's own way to write dates, as long as it is in the language of the page. */
function formatLocale(): string {
  const language = currentLanguage();
  const wishes = globalThis.navigator?.languages ?? [];
  return wishes.find((wish) => wish.split('-')[0] === language) ?? language;
}

/** Instant, exact: what a hover shows. */
export function exactTime(instant: string): string {
  return new Intl.DateTimeFormat(formatLocale(), {
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(new Date(instant));
}

/** Instant as a person says it: minutes and hours today, then days, then the date. */
export function relativeTime(instant: string, now = new Date()): string {
  const passed = now.getTime() - new Date(instant).getTime();
  const format = new Intl.RelativeTimeFormat(formatLocale(), { numeric: 'auto', style: 'long' });
  if (Math.abs(passed) < MINUTE) return t('time.now');
  if (Math.abs(passed) < HOUR) return format.format(-Math.round(passed / MINUTE), 'minute');
  if (Math.abs(passed) < DAY) return format.format(-Math.round(passed / HOUR), 'hour');
  if (Math.abs(passed) < 7 * DAY) return format.format(-Math.round(passed / DAY), 'day');
  return shortDate(new Date(instant), now);
}

/** A calendar day (`2026-11-21`), relative when it is near; today is the workspace's unless told otherwise. */
export function relativeDay(day: string, now = new Date(), today = workspaceToday(now)): string {
  const distance = daysBetween(today, day);
  if (distance === 0) return t('time.today');
  if (distance === 1) return t('time.tomorrow');
  if (distance === -1) return t('time.yesterday');
  if (distance > 1 && distance < 7) {
    return new Intl.DateTimeFormat(formatLocale(), { weekday: 'short' }).format(dayAsDate(day));
  }
  return shortDate(dayAsDate(day), now);
}

export function exactDay(day: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'full' }).format(dayAsDate(day));
}

export function mediumDay(day: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium' }).format(dayAsDate(day));
}

/** The day of an instant, in the person's own zone. */
export function dayOf(instant: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium' }).format(new Date(instant));
}

/** Whole days from the workspace's today to the day; negative when it has passed. */
export function daysFromToday(day: string, now = new Date()): number {
  return daysBetween(workspaceToday(now), day);
}

/** The day of an instant in the person's own zone, as the API writes days. */
export function ownDay(instant = new Date()): string {
  return isoDay(instant, undefined);
}

let workspaceZone: string | undefined;

/** Where the days of the workspace begin and end; until it is known, where the person is. */
export function setWorkspaceZone(zone: string): void {
  workspaceZone = zone;
}

/** The day that it is for the workspace: a task is due, or late, for everybody at once. */
export function workspaceToday(now = new Date()): string {
  return isoDay(now, workspaceZone);
}

function isoDay(instant: Date, timeZone: string | undefined): string {
  // Swedish writes days as the API does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(instant);
}

function daysBetween(from: string, to: string): number {
  return Math.round((dayAsDate(to).getTime() - dayAsDate(from).getTime()) / DAY);
}

/** An amount of the API, a decimal string; whole amounts without cents. */
export function money(amount: string, currency: string): string {
  return new Intl.NumberFormat(formatLocale(), {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount as `${number}`);
}

export function fileSize(bytes: number): string {
  const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const amount = bytes / (unit === 'kilobyte' ? 1_000 : 1_000_000);
  return new Intl.NumberFormat(formatLocale(), {
    style: 'unit',
    unit,
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}

function dayAsDate(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

function shortDate(date: Date, now: Date): string {
  const isThisYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(formatLocale(), {
    day: 'numeric',
    month: 'short',
    year: isThisYear ? undefined : 'numeric',
  }).format(date);
}
