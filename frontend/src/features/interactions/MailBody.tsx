import { Button } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Interaction } from '@/api/types';
import { t } from '@/locales/t';
import classes from './MailBody.module.css';
import { PicturesNote } from './PicturesNote';
import { useEnclosedPictures, useRemotePictures } from './pictures';
import { withoutRemote } from './withoutRemote';

/** No script, no request to anywhere: a picture of a mail is shown only where the page holds it itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const LOOK =
  'body{font:14px/1.5 system-ui,sans-serif;color:#191d25;margin:12px;overflow-wrap:anywhere}img{max-width:100%}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #c9ced8;color:#596171}';
const HEAD = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer"><base target="_blank"><style>${LOOK}</style>`;

type Shown = 'html' | 'text';

export function MailBody({ interaction }: { interaction: Interaction }) {
  const { html, text, text_full } = interaction;
  const [shown, setShown] = useState<Shown>(text.trim() === '' && html ? 'html' : 'text');
  const views: Shown[] = ['text'];
  if (html) views.push('html');
  return (
    <>
      {views.length > 1 && (
        <fieldset className={classes.views}>
          <legend className="visually-hidden">{t('mail.view')}</legend>
          {views.map((view) => (
            <Button
              key={view}
              size="xs"
              variant={view === shown ? 'light' : 'subtle'}
              aria-pressed={view === shown}
              onClick={() => setShown(view)}
            >
              {t(`mail.${view}`)}
            </Button>
          ))}
        </fieldset>
      )}
      {shown === 'html' && html ? (
        <MailFrame interaction={interaction} html={html} />
      ) : (
        <MailText text={text} whole={text_full} />
      )}
    </>
  );
}

/** What the writer wrote; the history and the signature below it are a button away. */
function MailText({ text, whole }: { text: string; whole: string | null | undefined }) {
  const [isWhole, setIsWhole] = useState(false);
  if (!whole || whole === text) return <div className={classes.text}>{text}</div>;
  return (
    <>
      <div className={classes.text}>{isWhole ? whole : text}</div>
      <Button
        className={classes.quoted}
        size="xs"
        variant="default"
        leftSection={<IconDots size={16} aria-hidden />}
        aria-expanded={isWhole}
        onClick={() => setIsWhole(!isWhole)}
      >
        {t(isWhole ? 'mail.hideQuoted' : 'mail.showQuoted')}
      </Button>
    </>
  );
}

/**
 * The mail's own HTML, in a frame that may neither run scripts nor share our origin. Its height
 * cannot be measured from outside, so it is estimated and the frame can be pulled longer.
 */
function MailFrame({ interaction, html }: { interaction: Interaction; html: string }) {
  const { remote, enclosed, pictured } = useMemo(() => withoutRemote(html, new Map()), [html]);
  const enclosedPictures = useEnclosedPictures(interaction, enclosed);
  const fetched = useRemotePictures(interaction.id, remote);
  const pictures = useMemo(
    () => new Map([...enclosedPictures, ...fetched.pictures]),
    [enclosedPictures, fetched.pictures],
  );
  const page = useMemo(() => `${HEAD}${withoutRemote(html, pictures).safe}`, [html, pictures]);
  const lines = (interaction.text_full ?? interaction.text).split('\n').length + html.length / 400;
  const height = Math.round(Math.min(640, Math.max(160, 60 + lines * 22 + pictured)));
  return (
    <>
      {remote.length > 0 && <PicturesNote fetched={fetched} total={remote.length} />}
      <iframe
        // A new frame for each page: Chromium can lose a change of srcdoc while the first still loads.
        key={pictures.size}
        className={classes.frame}
        style={{ height }}
        title={t('mail.frame')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={page}
      />
    </>
  );
}
