import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type ConflictChoice, setConflictQuestion } from '@/api/conflict';
import { t } from '@/locales/t';
import classes from './ConflictDialog.module.css';

type Answer = (choice: ConflictChoice) => void;

/** Asks, when a save meets a newer version, which of the two shall stay. */
export function ConflictDialog() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    setConflictQuestion(() => new Promise((resolve) => setAnswer(() => resolve)));
  }, []);

  function choose(choice: ConflictChoice) {
    answer?.(choice);
    setAnswer(null);
  }
  return (
    <Modal
      opened={answer !== null}
      onClose={() => choose('reload')}
      title={t('conflict.title')}
      zIndex={400}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <p className={classes.text}>{t('conflict.text')}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => choose('overwrite')}>
          {t('conflict.overwrite')}
        </Button>
        <Button data-autofocus onClick={() => choose('reload')}>
          {t('conflict.reload')}
        </Button>
      </div>
    </Modal>
  );
}
