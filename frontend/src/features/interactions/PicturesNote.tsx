import { Button } from '@mantine/core';
import { IconPhoto, IconPhotoOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { ProblemError } from '@/api/problem';
import { t } from '@/locales/t';
import { problemText } from '@/ui/problemText';
import classes from './MailBody.module.css';
import type { RemotePictures } from './pictures';

/** What became of the pictures from elsewhere, and the button that fetches them. */
export function PicturesNote({ fetched, total }: { fetched: RemotePictures; total: number }) {
  const { state, show } = fetched;
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button is gone, and with it the place where the keyboard was.
    if (state === 'shown' && document.activeElement === document.body) note.current?.focus();
  }, [state]);
  const Icon = state === 'shown' ? IconPhoto : IconPhotoOff;
  return (
    <div className={classes.pictures}>
      <p ref={note} className={classes.note} role="status" tabIndex={-1}>
        <Icon size={16} aria-hidden />
        <span>{sentence(fetched, total)}</span>
      </p>
      {state !== 'shown' && (
        <Button size="xs" variant="default" loading={state === 'coming'} onClick={show}>
          {t(state === 'some missing' ? 'action.retry' : 'mail.showPictures')}
        </Button>
      )}
    </div>
  );
}

/** What the server says about it is a sentence of its own; the title before it would only repeat. */
function reason(cause: unknown): string {
  if (cause === null) return '';
  return (cause instanceof ProblemError && cause.detail) || problemText(cause);
}

function sentence({ state, done, failed, cause }: RemotePictures, total: number): string {
  if (state === 'coming') return t('mail.fetchingPictures', { done, count: total });
  if (state === 'shown') return t('mail.picturesShown');
  if (state === 'some missing') {
    return `${t('mail.picturesMissing', { count: failed })} ${reason(cause)}`.trim();
  }
  return t('mail.withoutPictures', { count: total });
}
