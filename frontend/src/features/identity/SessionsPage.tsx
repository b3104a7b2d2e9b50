import { Button } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SessionRead } from '@/api/types';
import { dayOf, relativeTime } from '@/locales/format';
import { t } from '@/locales/t';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { StatusChip } from '@/ui/StatusChip';
import { endOtherSessions, endSession, sessionsQuery } from './accountQueries';

function useEnding<A>(end: (argument: A) => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: end,
    onError: (cause) => notify(problemText(cause), { isProblem: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

export function SessionsPage() {
  const sessions = useQuery(sessionsQuery);
  const endAll = useEnding(() => endOtherSessions());
  const others = (sessions.data?.items ?? []).filter((session) => !session.is_current);
  const button = others.length > 0 && (
    <Button
      variant="default"
      size="xs"
      loading={endAll.isPending}
      onClick={() => endAll.mutate(undefined)}
    >
      {t('sessions.endOthers')}
    </Button>
  );
  return (
    <Panel title={t('sessions.panel')} subtitle={t('sessions.panelHint')} actions={button} isFlush>
      <QueryState query={sessions} height={140}>
        {({ items }) => (
          <RowList label={t('sessions.panel')}>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

function SessionRow({ session }: { session: SessionRead }) {
  const end = useEnding(() => endSession(session.id));
  const used = t('sessions.used', {
    when: relativeTime(session.last_used_at),
    since: dayOf(session.started_at),
  });
  return (
    <Row
      start={<IconDeviceDesktop size={20} stroke={1.6} aria-hidden />}
      title={session.device === '' ? t('sessions.unknown') : session.device}
      below={`${session.workspace_name} · ${used}`}
      end={
        session.is_current ? (
          <StatusChip tone="good" label={t('sessions.current')} />
        ) : (
          <Button
            variant="default"
            size="xs"
            loading={end.isPending}
            aria-label={t('sessions.endNamed', { device: session.device })}
            onClick={() => end.mutate(undefined)}
          >
            {t('sessions.end')}
          </Button>
        )
      }
    />
  );
}
