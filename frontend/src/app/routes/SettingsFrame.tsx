import { useQuery } from '@tanstack/react-query';
import { type LinkProps, Outlet, useLocation } from '@tanstack/react-router';
import { hasMailboxQuery } from '@/features/operations/queries';
import { type MessageKey, t } from '@/locales/t';
import { useCommands } from '@/ui/command';
import { PageHead } from '@/ui/PageHead';
import { PanelStack } from '@/ui/SplitPage';
import { TabLinks } from '@/ui/TabLinks';

interface Part {
  label: MessageKey;
  to: NonNullable<LinkProps['to']>;
  permission?: string;
}

const PARTS: Part[] = [
  { label: 'settings.profile', to: '/settings' },
  { label: 'sessions.title', to: '/settings/sessions' },
  { label: 'settings.notifications', to: '/settings/notifications' },
  { label: 'workspace.title', to: '/settings/workspace', permission: 'workspace:read' },
  { label: 'members.title', to: '/settings/members', permission: 'members:read' },
  { label: 'keys.title', to: '/settings/api-keys', permission: 'api-keys:read' },
  { label: 'audit.title', to: '/settings/audit', permission: 'audit:read' },
  { label: 'deliveries.title', to: '/settings/deliveries', permission: 'deliveries:read' },
  { label: 'failed.title', to: '/settings/failed', permission: 'dead-letters:read' },
];
const MAILBOX: Part = { label: 'mailbox.title', to: '/settings/mailbox' };

export function SettingsFrame() {
  const { may } = useCommands();
  const { pathname } = useLocation();
  const mailbox = useQuery(hasMailboxQuery);
  const allowed = PARTS.filter((part) => may(part.permission));
  const parts = mailbox.data ? [...allowed, MAILBOX] : allowed;
  const isHere = (part: Part) => pathname.replace(/\/$/, '') === part.to;
  return (
    <>
      <PageHead
        title={t(parts.find(isHere)?.label ?? 'nav.settings')}
        heading={t('nav.settings')}
      />
      <TabLinks
        label={t('nav.settings')}
        tabs={parts.map((part) => ({
          label: t(part.label),
          link: { to: part.to },
          isActive: isHere(part),
        }))}
      />
      <PanelStack>
        <Outlet />
      </PanelStack>
    </>
  );
}
