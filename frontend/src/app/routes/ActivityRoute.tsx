import { getRouteApi } from '@tanstack/react-router';
import { ActivityPage } from '@/features/activity/ActivityPage';

const route = getRouteApi('/app/activity');

export function ActivityRoute() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ActivityPage
      filter={filter}
      onFilter={(change) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
      }
    />
  );
}
