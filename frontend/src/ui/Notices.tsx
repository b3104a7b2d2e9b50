import { IconAlertTriangleFilled, IconX } from '@tabler/icons-react';
import { t } from '@/locales/t';
import classes from './Notices.module.css';
import { dismiss, type Notice, useNotices } from './notices';

export function Notices() {
  const notices = useNotices();
  return (
    <section className={classes.stack} aria-label={t('notices.label')} aria-live="polite">
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function OneNotice({ notice }: { notice: Notice }) {
  return (
    <div className={classes.notice} data-problem={notice.isProblem || undefined}>
      {notice.isProblem && <IconAlertTriangleFilled size={16} aria-hidden />}
      <span className={classes.text}>{notice.text}</span>
      {notice.onUndo !== undefined && (
        <button type="button" className={classes.undo} onClick={notice.onUndo}>
          {t('action.undo')}
        </button>
      )}
      {notice.next !== undefined && (
        <button type="button" className={classes.undo} onClick={notice.next.go}>
          {notice.next.label}
        </button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label={t('action.close')}
        onClick={() => dismiss(notice.id)}
      >
        <IconX size={16} aria-hidden />
      </button>
    </div>
  );
}
