import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { customerQuery, interactionQuery } from '@/api/lookups';
import type { Interaction } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { SplitPage } from '@/ui/SplitPage';
import { RelativeTime } from '@/ui/Time';
import { deleteWithUndo } from '@/ui/undo';
import { AttachmentsPanel } from './AttachmentsPanel';
import { AutomaticTag } from './AutomaticTag';
import { InteractionFacts } from './InteractionFacts';
import { MailBody } from './MailBody';
import { MatchedBy } from './MatchedBy';
import { deleteInteraction } from './queries';
import { ThreadPanel } from './ThreadPanel';

interface InteractionPageProps {
  interactionId: string;
  actions: ReactNode;
  comments: ReactNode;
}

export function InteractionPage({ interactionId, actions, comments }: InteractionPageProps) {
  const interaction = useQuery(interactionQuery(interactionId));
  return (
    <QueryState query={interaction} height={500}>
      {(row) => (
        <>
          <InteractionHead interaction={row} actions={actions} />
          <SplitPage
            main={
              <>
                <Panel
                  title={tDynamic('channel', row.channel)}
                  subtitle={<RelativeTime at={row.occurred_at} />}
                >
                  <MailBody key={row.id} interaction={row} />
                </Panel>
                <AttachmentsPanel interactionId={row.id} attachments={row.attachments} />
                {comments}
                <ThreadPanel threadId={row.thread_id} currentId={row.id} />
              </>
            }
            side={<InteractionFacts interaction={row} />}
          />
        </>
      )}
    </QueryState>
  );
}

interface InteractionHeadProps {
  interaction: Interaction;
  actions: ReactNode;
}

function InteractionHead({ interaction, actions }: InteractionHeadProps) {
  const customerId = interaction.customer_id;
  const customer = useQuery({
    ...customerQuery(customerId ?? ''),
    enabled: customerId !== null && customerId !== undefined,
  });
  const mayEdit = useMay('interactions:write');
  return (
    <PageHead
      title={interaction.subject || t('timeline.noSubject')}
      eyebrow={
        customerId ? (
          <Link to="/customers/$customerId" params={{ customerId }}>
            {customer.data?.name ?? t('customers.customer')}
          </Link>
        ) : (
          t('match.noCustomer')
        )
      }
      badge={
        <>
          <AutomaticTag kind={interaction.automatic_kind} isAutomatic={interaction.is_automatic} />
          <MatchedBy interaction={interaction} />
        </>
      }
      actions={
        <>
          {actions}
          {mayEdit && <InteractionMenu interaction={interaction} />}
        </>
      }
    />
  );
}

function InteractionMenu({ interaction }: { interaction: Interaction }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = () => {
    deleteWithUndo({
      id: interaction.id,
      message: t('interactions.deleted'),
      send: () => deleteInteraction(interaction.id),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['timeline'] }),
    });
    const customerId = interaction.customer_id;
    void navigate(
      customerId ? { to: '/customers/$customerId', params: { customerId } } : { to: '/' },
    );
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
          {t('interactions.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
