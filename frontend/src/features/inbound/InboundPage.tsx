import type { ReactNode } from 'react';
import type { Interaction } from '@/api/types';
import { t } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { PageHead } from '@/ui/PageHead';
import { TabLinks } from '@/ui/TabLinks';
import { newSource } from './commands';
import { MessagesPanel } from './MessagesPanel';
import { MatchQueue } from './matching/MatchQueue';
import type { MessageFilter, MessageStatus } from './queries';
import { SourcesPanel } from './SourcesPanel';

const TABS = ['unmatched', 'all', 'sources'] as const;

export interface InboundSearch extends Omit<MessageFilter, 'status'> {
  status?: MessageStatus | 'all' | 'sources';
}

interface InboundPageProps {
  search: InboundSearch;
  onFilter: (change: InboundSearch) => void;
  /** How a mail is shown, which is another feature's to know. */
  mailBody: (mail: Interaction) => ReactNode;
}

export function InboundPage({ search, onFilter, mailBody }: InboundPageProps) {
  const tab = tabOf(search.status);
  return (
    <>
      <PageHead
        title={t('nav.inbound')}
        actions={
          <CommandButton command={newSource} variant={tab === 'sources' ? 'filled' : 'default'} />
        }
      />
      <TabLinks
        label={t('nav.inbound')}
        tabs={TABS.map((name) => ({
          label: t(`inbound.tab.${name}`),
          link: { to: '/inbound', search: name === 'unmatched' ? {} : { status: name } },
          isActive: name === tab,
        }))}
      />
      {tab === 'unmatched' && <MatchQueue mailBody={mailBody} />}
      {tab === 'sources' && <SourcesPanel />}
      {tab === 'all' && <MessagesPanel search={search} onFilter={onFilter} />}
    </>
  );
}

function tabOf(status: InboundSearch['status']): (typeof TABS)[number] {
  if (status === undefined || status === 'unmatched') return 'unmatched';
  return status === 'sources' ? 'sources' : 'all';
}
