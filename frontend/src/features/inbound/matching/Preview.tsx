import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { interactionQuery } from '@/api/lookups';
import type { InboundMessage, Interaction } from '@/api/types';
import { t } from '@/locales/t';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { ScoreChip } from '@/ui/ScoreChip';
import { carried } from '../carried';
import classes from './Matching.module.css';

interface PreviewProps {
  message: InboundMessage;
  mailBody: (mail: Interaction) => ReactNode;
}

export function Preview({ message, mailBody }: PreviewProps) {
  const { title, name, address, link } = carried(message);
  const answer = message.answers[0];
  return (
    <Panel
      title={title ?? t('timeline.noSubject')}
      subtitle={[name, address].filter(Boolean).join(' · ')}
      actions={
        link !== undefined && (
          <Link className={classes.open} {...link}>
            {t('queue.open')}
          </Link>
        )
      }
    >
      {message.reason !== null && <p className={classes.reason}>{message.reason}</p>}
      {answer === undefined ? (
        <Mail interactionId={message.interaction_ids[0]} mailBody={mailBody} />
      ) : (
        <>
          <ScoreChip {...answer} />
          {answer.comment && <p className={classes.comment}>{answer.comment}</p>}
        </>
      )}
    </Panel>
  );
}

interface MailProps {
  interactionId: string | undefined;
  mailBody: PreviewProps['mailBody'];
}

function Mail({ interactionId = '', mailBody }: MailProps) {
  const interaction = useQuery({
    ...interactionQuery(interactionId),
    enabled: interactionId !== '',
  });
  return (
    <QueryState query={interaction} height={200}>
      {(row) => <>{mailBody(row)}</>}
    </QueryState>
  );
}
