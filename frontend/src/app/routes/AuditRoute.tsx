import { getRouteApi } from '@tanstack/react-router';
import { AuditPage } from '@/features/activity/AuditPage';

const route = getRouteApi('/app/settings/audit');

export function AuditRoute() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <AuditPage
      filter={filter}
      onFilter={(change) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
      }
    />
  );
}
