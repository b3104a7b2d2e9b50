import { Button, Modal } from '@mantine/core';
import type { ConflictChoice } from '@/api/conflict';
import { t } from '@/locales/t';
import classes from './ConflictDialog.module.css';

export function ConflictDialog({ onChoose }: { onChoose: (choice: ConflictChoice) => void }) {
  return (
    <Modal
      opened
      onClose={() => onChoose('reload')}
      title={t('conflict.title')}
      zIndex={400}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <p className={classes.text}>{t('conflict.text')}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => onChoose('overwrite')}>
          {t('conflict.overwrite')}
        </Button>
        <Button data-autofocus onClick={() => onChoose('reload')}>
          {t('conflict.reload')}
        </Button>
      </div>
    </Modal>
  );
}
