import { Button } from '@mantine/core';
import type { Notification } from '@/api/types';
import { t } from '@/locales/t';
import { Row, RowList } from '@/ui/RowList';
import { StateShape } from '@/ui/StatusChip';
import { notificationLink } from '@/ui/subjectLink';
import { RelativeTime } from '@/ui/Time';
import { useMarkRead } from './queries';

export function NotificationList({ rows }: { rows: Notification[] }) {
  const mark = useMarkRead();
  return (
    <RowList label={t('nav.notifications')}>
      {rows.map((row) => (
        <Row
          key={row.id}
          start={
            <StateShape
              tone={row.read_at ? 'neutral' : 'accent'}
              label={row.read_at ? t('notifications.read') : t('notifications.unread')}
            />
          }
          title={row.title}
          link={notificationLink(row)}
          below={row.body || undefined}
          end={
            <>
              <RelativeTime at={row.created_at} />
              {!row.read_at && (
                <Button
                  variant="subtle"
                  size="xs"
                  aria-label={t('notifications.markNamed', { title: row.title })}
                  onClick={() => mark.mutate(row.id)}
                >
                  {t('notifications.mark')}
                </Button>
              )}
            </>
          }
        />
      ))}
    </RowList>
  );
}
