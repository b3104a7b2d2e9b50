import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowMoveRight, IconDots, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { customerQuery } from '@/api/lookups';
import type { SurveyResponse } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { SplitPage } from '@/ui/SplitPage';
import { RelativeTime } from '@/ui/Time';
import { deleteWithUndo } from '@/ui/undo';
import { ResponseScore } from './columns';
import { deleteResponse, responseQuery } from './queries';
import classes from './Response.module.css';
import { ResponseFacts } from './ResponseFacts';
import { readable, surveyName, whoAnswered } from './words';

export function ResponsePage({ responseId }: { responseId: string }) {
  const response = useQuery(responseQuery(responseId));
  return (
    <QueryState query={response} height={500}>
      {(row) => (
        <>
          <ResponseHead response={row} />
          <SplitPage
            main={
              <>
                {row.comment && <Comment response={row} text={row.comment} />}
                <Answers answers={row.answers} />
              </>
            }
            side={<ResponseFacts response={row} />}
          />
        </>
      )}
    </QueryState>
  );
}

function ResponseHead({ response }: { response: SurveyResponse }) {
  const customerId = response.customer_id ?? '';
  const customer = useQuery({ ...customerQuery(customerId), enabled: customerId !== '' });
  const mayEdit = useMay('survey-responses:write');
  return (
    <PageHead
      title={surveyName(response)}
      eyebrow={
        customerId === '' ? (
          t('match.noCustomer')
        ) : (
          <Link to="/customers/$customerId" params={{ customerId }}>
            {customer.data?.name ?? t('customers.customer')}
          </Link>
        )
      }
      badge={<ResponseScore response={response} />}
      actions={
        mayEdit && (
          <>
            <Button
              variant={customerId === '' ? 'filled' : 'default'}
              leftSection={<IconArrowMoveRight size={16} aria-hidden />}
              onClick={() => openDialog('response.move', { responseId: response.id })}
            >
              {t('feedback.move')}
            </Button>
            <ResponseMenu response={response} />
          </>
        )
      }
    />
  );
}

function ResponseMenu({ response }: { response: SurveyResponse }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = () => {
    deleteWithUndo({
      id: response.id,
      message: t('feedback.deleted', { name: surveyName(response) }),
      send: () => deleteResponse(response.id),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['survey-responses'] }),
    });
    void navigate({ to: '/feedback', search: {} });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('action.more')}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
          {t('feedback.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Comment({ response, text }: { response: SurveyResponse; text: string }) {
  return (
    <Panel
      title={t('feedback.said', { who: whoAnswered(response) })}
      subtitle={<RelativeTime at={response.submitted_at} />}
    >
      <blockquote className={classes.quote}>{text}</blockquote>
    </Panel>
  );
}

function Answers({ answers }: { answers: SurveyResponse['answers'] }) {
  // Two questions may be worded alike: what tells them apart is their place, which never changes.
  const placed = answers.map((one, place) => ({ ...one, place }));
  return (
    <Panel title={t('feedback.answers')}>
      {answers.length === 0 ? (
        <Empty title={t('feedback.noAnswers')} hint={t('feedback.noAnswersHint')} />
      ) : (
        <dl className={classes.answers}>
          {placed.map(({ place, question, answer }) => (
            <div key={place}>
              <dt>{readable(question)}</dt>
              <dd>{answer || t('value.none')}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
