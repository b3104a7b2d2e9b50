import { t } from '@/locales/t';
import classes from './None.module.css';

/** A value that is not there, quieter than one that is. */
export function None() {
  return <span className={classes.none}>{t('value.none')}</span>;
}
