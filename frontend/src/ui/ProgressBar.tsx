import { t } from '@/locales/t';
import classes from './ProgressBar.module.css';

export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  return (
    <span className={classes.progress}>
      <span className={classes.number}>{t('value.percent', { value: percent })}</span>
      <span
        role="progressbar"
        aria-label={t('projects.progressOf', { name: label })}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className={classes.track}
      >
        <span className={classes.bar} style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}
