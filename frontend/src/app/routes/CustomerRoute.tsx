import { usePrefetchInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CommentsPanel } from '@/features/collaboration/CommentsPanel';
import { WatchButton } from '@/features/collaboration/WatchButton';
import { CustomerPage } from '@/features/customers/CustomerPage';
import { logInteraction } from '@/features/interactions/commands';
import { timelineQuery } from '@/features/interactions/queries';
import { Timeline } from '@/features/interactions/Timeline';
import { CustomerProjects } from '@/features/projects/CustomerProjects';
import { CommandButton } from '@/ui/CommandButton';
import { Satisfaction } from '../Satisfaction';

const route = getRouteApi('/app/customers/$customerId');

export function CustomerRoute() {
  const { customerId } = route.useParams();
  usePrefetchInfiniteQuery(timelineQuery({ kind: 'customers', id: customerId }));
  const log = logInteraction({ customerId });
  return (
    <CustomerPage
      key={customerId}
      customerId={customerId}
      actions={
        <>
          <WatchButton subject={{ kind: 'customer', id: customerId }} />
          <CommandButton command={log} />
        </>
      }
      comments={<CommentsPanel subject={{ kind: 'customer', id: customerId }} />}
      projects={<CustomerProjects customerId={customerId} />}
      satisfaction={<Satisfaction subject={{ customer_id: customerId }} />}
      timeline={
        <Timeline
          subject={{ kind: 'customers', id: customerId }}
          action={<CommandButton command={log} variant="default" />}
        />
      }
    />
  );
}
