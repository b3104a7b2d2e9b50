import { IconSearch } from '@tabler/icons-react';
import { t } from '@/locales/t';
import { openPalette } from './paletteStore';
import classes from './SearchButton.module.css';

export function SearchButton({ onGo }: { onGo?: () => void }) {
  const open = () => {
    onGo?.();
    openPalette();
  };
  return (
    <button type="button" className={classes.search} onClick={open}>
      <IconSearch size={16} aria-hidden />
      <span className={classes.words}>{t('palette.open')}</span>
      <kbd className={classes.keys}>{t('palette.keys')}</kbd>
    </button>
  );
}
