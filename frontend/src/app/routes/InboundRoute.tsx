import { getRouteApi } from '@tanstack/react-router';
import { InboundPage } from '@/features/inbound/InboundPage';
import { MailBody } from '@/features/interactions/MailBody';

const route = getRouteApi('/app/inbound');

export function InboundRoute() {
  const navigate = route.useNavigate();
  return (
    <InboundPage
      search={route.useSearch()}
      onFilter={(search) => void navigate({ search, replace: true })}
      mailBody={(interaction) => <MailBody key={interaction.id} interaction={interaction} />}
    />
  );
}
