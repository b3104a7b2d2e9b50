import { daysFromToday, exactDay, exactTime, relativeDay, relativeTime } from '@/locales/format';
import { t } from '@/locales/t';
import classes from './Time.module.css';

export function RelativeTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)} className={classes.time}>
      {relativeTime(at)}
    </time>
  );
}

/** A due day; once it has passed, how late it is, in words and colour. */
export function DueDay({ on, isDone = false }: { on: string; isDone?: boolean }) {
  const days = daysFromToday(on);
  const isLate = days < 0 && !isDone;
  return (
    <time dateTime={on} title={exactDay(on)} className={isLate ? classes.late : classes.time}>
      {isLate ? t('time.daysLate', { count: -days }) : relativeDay(on)}
    </time>
  );
}
