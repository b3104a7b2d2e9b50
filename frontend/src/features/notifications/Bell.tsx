import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { t } from '@/locales/t';
import classes from './Bell.module.css';
import { unreadCountQuery } from './queries';

export function Bell({ onGo }: { onGo?: () => void }) {
  const { data } = useQuery(unreadCountQuery);
  const count = data?.unread ?? 0;
  return (
    <ActionIcon
      component={Link}
      to="/notifications"
      onClick={onGo}
      variant="subtle"
      color="gray"
      size={34}
      className={classes.bell}
      aria-label={t('notifications.bell', { count })}
    >
      <IconBell size={19} aria-hidden />
      {count > 0 && (
        <span className={classes.count} aria-hidden>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </ActionIcon>
  );
}
