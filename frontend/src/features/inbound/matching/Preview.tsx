import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { interactionQuery } from '@/api/lookups';
import type { InboundMessage, Interaction } from '@/api/types';
import { t } from '@/locales/t';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import classes from './Matching.module.css';

interface PreviewProps {
  message: InboundMessage;
  mailBody: (mail: Interaction) => ReactNode;
}

export function Preview({ message, mailBody }: PreviewProps) {
  const interactionId = message.interaction_ids[0] ?? '';
  const mail = message.mails[0];
  const interaction = useQuery({
    ...interactionQuery(interactionId),
    enabled: interactionId !== '',
  });
  const from = [mail?.from_name, mail?.from_address].filter(Boolean).join(' · ');
  return (
    <Panel
      title={mail?.subject || t('timeline.noSubject')}
      subtitle={from}
      actions={
        <Link className={classes.open} to="/interactions/$interactionId" params={{ interactionId }}>
          {t('queue.open')}
        </Link>
      }
    >
      {message.reason !== null && <p className={classes.reason}>{message.reason}</p>}
      <QueryState query={interaction} height={200}>
        {(row) => <>{mailBody(row)}</>}
      </QueryState>
    </Panel>
  );
}
