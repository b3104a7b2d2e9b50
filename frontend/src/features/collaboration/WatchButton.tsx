import { Button, Popover } from '@mantine/core';
import { IconEye, IconEyeCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { meQuery } from '@/api/lookups';
import type { CommentSubject, Watcher } from '@/api/types';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { useMay } from '@/ui/command';
import { notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';
import { Waiting } from '@/ui/QueryState';
import { offerHere } from './here';
import { setWatching, watchersQuery } from './queries';
import classes from './Watch.module.css';

const WatcherList = lazy(() => import('./WatcherList').then((m) => ({ default: m.WatcherList })));

const FACES = 3;

/** Watch a record or stop, and see who else does. */
export function WatchButton({ subject }: { subject: CommentSubject }) {
  const watchers = useQuery(watchersQuery(subject));
  const me = useQuery(meQuery);
  const mayWatch = useMay('watchers:write');
  const set = useSetWatching(subject);
  const rows = watchers.data ?? [];
  const myId = me.data?.user.id;
  const isWatching = rows.some(({ user_id }) => user_id === myId);
  const toggle = () => {
    if (me.data !== undefined) void set(me.data.user, !isWatching);
  };
  useOffered(mayWatch, toggle);
  const WatchIcon = isWatching ? IconEyeCheck : IconEye;
  return (
    <div className={classes.watch}>
      {mayWatch && (
        <Button
          variant="default"
          aria-pressed={isWatching}
          leftSection={<WatchIcon size={16} aria-hidden />}
          onClick={toggle}
        >
          {isWatching ? t('watch.watching') : t('watch.watch')}
        </Button>
      )}
      <Popover position="bottom-end" width={280} withinPortal>
        <Popover.Target>
          <Button variant="default" className={classes.faces}>
            {rows.slice(0, FACES).map(({ user_id, name }) => (
              <Avatar key={user_id} name={name} size={22} />
            ))}
            <span aria-hidden>{rows.length}</span>
            <span className="visually-hidden">{t('watch.who', { count: rows.length })}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense fallback={<Waiting height={80} />}>
            <WatcherList watchers={rows} onSet={set} />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function useOffered(mayWatch: boolean, toggle: () => void) {
  useEffect(() => (mayWatch ? offerHere({ watch: toggle }) : undefined), [mayWatch, toggle]);
}

/** Shows the change at once and takes it back where it is refused. */
function useSetWatching(subject: CommentSubject) {
  const queryClient = useQueryClient();
  const { queryKey } = watchersQuery(subject);
  return async (person: { id: string; name: string }, isWatching: boolean) => {
    const before = queryClient.getQueryData(queryKey);
    const others = (before ?? []).filter(({ user_id }) => user_id !== person.id);
    queryClient.setQueryData(
      queryKey,
      isWatching ? [...others, asWatcher(subject, person)] : others,
    );
    try {
      await setWatching(subject, person.id, isWatching);
    } catch (cause) {
      queryClient.setQueryData(queryKey, before);
      notify(problemText(cause), { isProblem: true });
    }
    await queryClient.invalidateQueries({ queryKey });
  };
}

function asWatcher(subject: CommentSubject, person: { id: string; name: string }): Watcher {
  return { user_id: person.id, name: person.name, subject, created_at: new Date().toISOString() };
}
