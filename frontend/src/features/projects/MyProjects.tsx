import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { t } from '@/locales/t';
import { StateShape } from '@/ui/StatusChip';
import { projectState } from './projectState';
import { recentProjectsQuery } from './queries';

interface MyProjectsProps {
  onGo?: () => void;
  classNames: { title: string; link: string; label: string };
}

/** The running projects in the side bar, the most recently changed first. */
export function MyProjects({ classNames, onGo }: MyProjectsProps) {
  const projects = useQuery(recentProjectsQuery);
  const rows = projects.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <h2 className={classNames.title}>{t('nav.running')}</h2>
      {rows.map((row) => (
        <Link
          key={row.id}
          to="/projects/$projectId"
          params={{ projectId: row.id }}
          className={classNames.link}
          onClick={onGo}
        >
          <StateShape {...projectState(row)} />
          <span className={classNames.label}>{row.name}</span>
        </Link>
      ))}
    </>
  );
}
