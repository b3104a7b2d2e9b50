import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { membersQuery } from '@/api/lookups';
import type { InteractionItem, Member } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { RelativeTime } from '@/ui/Time';
import { recentQuery } from './queries';
import classes from './Today.module.css';

export function ActivityPanel() {
  const recent = useQuery(recentQuery);
  const members = useQuery(membersQuery);
  return (
    <Panel
      title={t('today.activity')}
      subtitle={t('today.activityHint')}
      actions={<Link to="/activity">{t('today.allActivity')}</Link>}
      isFlush
    >
      <QueryState
        query={recent}
        height={320}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('today.noActivity')} />
          </div>
        }
      >
        {(rows) => (
          <RowList label={t('today.activity')}>
            {rows.map((row) => (
              <Row
                key={row.id}
                title={row.subject || row.snippet || t('timeline.noSubject')}
                link={{ to: '/interactions/$interactionId', params: { interactionId: row.id } }}
                below={[tDynamic('channel', row.channel), whoOf(row, members.data)]
                  .filter(Boolean)
                  .join(' · ')}
                end={<RelativeTime at={row.occurred_at} />}
              />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

function whoOf(row: InteractionItem, members: Member[] | undefined): string {
  const from = row.participants.find((person) => person.role === 'from');
  const author = members?.find((member) => member.id === row.author_id);
  return from?.name || from?.address || author?.name || '';
}
