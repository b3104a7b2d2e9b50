import { getRouteApi } from '@tanstack/react-router';
import { CustomersPage } from '@/features/customers/CustomersPage';

const route = getRouteApi('/app/customers');

export function CustomersRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <CustomersPage
      filter={{ ...search, sort: search.sort ?? 'name' }}
      onFilter={(change) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
      }
    />
  );
}
