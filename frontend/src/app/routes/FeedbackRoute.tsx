import { getRouteApi } from '@tanstack/react-router';
import { FeedbackPage } from '@/features/feedback/FeedbackPage';
import { newSource } from '@/features/inbound/commands';
import { CommandButton } from '@/ui/CommandButton';

const route = getRouteApi('/app/feedback');

export function FeedbackRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <FeedbackPage
      filter={{ ...search, sort: search.sort ?? '-submitted_at' }}
      onFilter={(change) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
      }
      action={<CommandButton command={newSource} />}
    />
  );
}
