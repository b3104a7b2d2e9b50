import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { TabLinks } from '@/ui/TabLinks';
import { NotificationList } from './NotificationList';
import { notificationsQuery, useMarkRead } from './queries';

export function NotificationsPage({ isUnreadOnly }: { isUnreadOnly: boolean }) {
  const notifications = useInfiniteQuery(notificationsQuery(isUnreadOnly));
  const mark = useMarkRead();
  const rows = rowsOf(notifications.data?.pages);
  const hasUnread = rows.some((row) => !row.read_at);
  return (
    <>
      <PageHead
        title={t('nav.notifications')}
        actions={
          hasUnread && (
            <Button variant="default" loading={mark.isPending} onClick={() => mark.mutate('all')}>
              {t('notifications.markAll')}
            </Button>
          )
        }
      />
      <TabLinks
        label={t('nav.notifications')}
        tabs={[
          {
            label: t('notifications.all'),
            link: { to: '/notifications', search: {} },
            isActive: !isUnreadOnly,
          },
          {
            label: t('notifications.unread'),
            link: { to: '/notifications', search: { unread: true } },
            isActive: isUnreadOnly,
          },
        ]}
      />
      <QueryState
        query={notifications}
        height={320}
        isEmpty={() => rows.length === 0}
        empty={
          <Panel>
            <Empty title={t('notifications.none')} hint={t('notifications.noneHint')} />
          </Panel>
        }
      >
        {() => (
          <Panel isFlush>
            <NotificationList rows={rows} />
            <MoreRows {...notifications} />
          </Panel>
        )}
      </QueryState>
    </>
  );
}
