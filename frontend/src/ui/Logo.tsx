import { t } from '@/locales/t';
import classes from './Logo.module.css';

export function Logo() {
  return (
    <span className={classes.logo}>
      <span className={classes.mark} aria-hidden />
      {t('product.name')}
    </span>
  );
}
