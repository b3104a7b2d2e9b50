import { getRouteApi } from '@tanstack/react-router';
import { CustomerPage } from '@/features/customers/CustomerPage';
import { logInteraction } from '@/features/interactions/commands';
import { Timeline } from '@/features/interactions/Timeline';
import { CustomerProjects } from '@/features/projects/CustomerProjects';
import { CommandButton } from '@/ui/CommandButton';

const route = getRouteApi('/app/customers/$customerId');

export function CustomerRoute() {
  const { customerId } = route.useParams();
  const log = logInteraction({ customerId });
  return (
    <CustomerPage
      key={customerId}
      customerId={customerId}
      actions={<CommandButton command={log} />}
      projects={<CustomerProjects customerId={customerId} />}
      timeline={
        <Timeline
          subject={{ kind: 'customers', id: customerId }}
          action={<CommandButton command={log} variant="default" />}
        />
      }
    />
  );
}
