import { useQuery } from '@tanstack/react-query';
import type { AssignedTask, InboundMessage, Notification } from '@/api/types';
import { daysFromToday } from '@/locales/format';
import { t } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { type Command, useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { scoreLabel } from '@/ui/ScoreChip';
import { StatusChip } from '@/ui/StatusChip';
import { notificationLink, subjectLink } from '@/ui/subjectLink';
import { RelativeTime } from '@/ui/Time';
import { dueTasksQuery, unmatchedQuery, unreadQuery } from './queries';
import classes from './Today.module.css';

interface NeedsYouPanelProps {
  userId: string;
  nextStep?: Command;
}

/** What waits for this person, the most urgent first: late tasks, today's, mail without a home, news. */
export function NeedsYouPanel({ userId, nextStep }: NeedsYouPanelProps) {
  const mayMatch = useMay('inbound-messages:read');
  const tasks = useQuery(dueTasksQuery(userId));
  const mails = useQuery({ ...unmatchedQuery, enabled: mayMatch });
  const news = useQuery(unreadQuery);
  const count = (tasks.data?.length ?? 0) + (mails.data?.length ?? 0) + (news.data?.length ?? 0);
  const isSettled = !tasks.isPending && !news.isPending && !(mayMatch && mails.isPending);
  const failed = [tasks, mails, news].find((query) => query.error !== null);
  const all = {
    data: isSettled && failed === undefined ? count : undefined,
    error: failed?.error ?? null,
    refetch: () => [tasks, mails, news].map((query) => query.refetch()),
  };
  return (
    <Panel
      title={t('today.needsYou')}
      subtitle={count > 0 ? t('today.count', { count }) : undefined}
      isFlush
    >
      <QueryState
        query={all}
        height={320}
        isEmpty={(total) => total === 0}
        empty={
          <div className={classes.empty}>
            <Empty
              title={t('today.nothing')}
              hint={t('today.nothingHint')}
              action={nextStep && <CommandButton command={nextStep} variant="default" />}
            />
          </div>
        }
      >
        {() => (
          <RowList label={t('today.needsYou')}>
            <TaskRows tasks={tasks.data ?? []} />
            {(mails.data ?? []).map((mail) => (
              <MailRow key={mail.id} mail={mail} />
            ))}
            {(news.data ?? []).map((row) => (
              <NewsRow key={row.id} news={row} />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

function TaskRows({ tasks }: { tasks: AssignedTask[] }) {
  return tasks.map((task) => {
    const late = task.due_on ? -daysFromToday(task.due_on) : 0;
    const isLate = late > 0;
    return (
      <Row
        key={task.id}
        title={task.title}
        link={subjectLink({ kind: 'task', id: task.id, project_id: task.project_id })}
        below={task.project_name}
        end={
          <StatusChip
            tone={isLate ? 'risk' : 'watch'}
            label={isLate ? t('time.daysLate', { count: late }) : t('today.due')}
          />
        }
      />
    );
  });
}

function MailRow({ mail }: { mail: InboundMessage }) {
  const { title, below, link } = waiting(mail);
  return (
    <Row
      title={title || t('today.unmatchedMail')}
      link={link}
      below={below || t('today.unmatchedHint')}
      end={
        <>
          <StatusChip tone="watch" label={t('match.unmatched')} />
          <RelativeTime at={mail.received_at} />
        </>
      }
    />
  );
}

/** What waits: an answered survey, or a mail. */
function waiting({ mails, answers, interaction_ids }: InboundMessage) {
  const [letter, answer, interactionId] = [mails[0], answers[0], interaction_ids[0]];
  if (answer !== undefined) {
    const who = answer.from_name || answer.from_address;
    return {
      title: answer.survey_name || t('subject.survey_response'),
      below: [scoreLabel(answer), who].filter(Boolean).join(' · '),
      link: subjectLink({ kind: 'survey_response', id: answer.survey_response_id }),
    };
  }
  return {
    title: letter?.subject,
    below: letter?.from_name || letter?.from_address,
    link: interactionId
      ? subjectLink({ kind: 'interaction', id: interactionId })
      : subjectLink({ kind: 'inbound_message', id: '' }),
  };
}

function NewsRow({ news }: { news: Notification }) {
  return (
    <Row
      title={news.title}
      link={notificationLink(news) ?? { to: '/notifications', search: {} }}
      below={news.body || undefined}
      end={
        <>
          <StatusChip tone="accent" label={t('today.new')} />
          <RelativeTime at={news.created_at} />
        </>
      }
    />
  );
}
