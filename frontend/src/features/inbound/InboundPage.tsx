import { t } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { PageHead } from '@/ui/PageHead';
import { TabLinks } from '@/ui/TabLinks';
import { newSource } from './commands';
import { MessagesPanel } from './MessagesPanel';
import type { MessageStatus } from './queries';
import { SourcesPanel } from './SourcesPanel';

export const MESSAGE_TABS = ['unmatched', 'failed', 'refused', 'processed', 'received'] as const;
export type InboundTab = MessageStatus | 'sources';

export function InboundPage({ tab }: { tab: InboundTab }) {
  const tabs = ['unmatched', 'sources', 'failed', 'refused', 'processed'] as const;
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
        tabs={tabs.map((name) => ({
          label: t(`inbound.tab.${name}`),
          link: { to: '/inbound', search: name === 'unmatched' ? {} : { status: name } },
          isActive: name === tab,
        }))}
      />
      {tab === 'sources' ? <SourcesPanel /> : <MessagesPanel key={tab} status={tab} />}
    </>
  );
}
