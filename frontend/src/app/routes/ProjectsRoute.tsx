import { getRouteApi } from '@tanstack/react-router';
import { ProjectsPage } from '@/features/projects/ProjectsPage';

const route = getRouteApi('/app/projects');

export function ProjectsRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ProjectsPage
      filter={{ ...search, sort: search.sort ?? '-updated_at' }}
      onFilter={(change) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
      }
    />
  );
}
