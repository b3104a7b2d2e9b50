import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { Project } from '@/api/types';
import { t } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { Empty } from '@/ui/Empty';
import { FilterBar } from '@/ui/FilterBar';
import { NameCell } from '@/ui/NameCell';
import { None } from '@/ui/None';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { ProgressBar } from '@/ui/ProgressBar';
import { QueryState } from '@/ui/QueryState';
import { StatusChip } from '@/ui/StatusChip';
import { DueDay, RelativeTime } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
import { newProject } from './commands';
import { projectState, STATUSES } from './projectState';
import { type ProjectFilter, projectsQuery } from './queries';

interface ProjectsPageProps {
  filter: ProjectFilter;
  onFilter: (change: Partial<ProjectFilter>) => void;
}

export function ProjectsPage({ filter, onFilter }: ProjectsPageProps) {
  const projects = useInfiniteQuery(projectsQuery(filter));
  const hidden = useHidden();
  const rows = rowsOf(projects.data?.pages).filter((row) => !hidden.has(row.id));
  const isFiltered = Boolean(filter.q ?? filter.status);
  return (
    <>
      <PageHead title={t('nav.projects')} actions={<CommandButton command={newProject()} />} />
      <FilterBar
        label={t('filter.byName')}
        value={filter.q ?? ''}
        onChange={(q) => onFilter({ q: q === '' ? undefined : q })}
      >
        <Select
          aria-label={t('field.status')}
          placeholder={t('projects.anyStatus')}
          clearable
          w={160}
          data={STATUSES.map((value) => ({ value, label: t(`projectStatus.${value}`) }))}
          value={filter.status ?? null}
          onChange={(status) => onFilter({ status: STATUSES.find((known) => known === status) })}
        />
      </FilterBar>
      <QueryState
        query={projects}
        height={560}
        isEmpty={() => rows.length === 0}
        empty={
          <NoProjects
            onClear={isFiltered ? () => onFilter({ q: undefined, status: undefined }) : null}
          />
        }
      >
        {() => (
          <DataGrid
            label={t('nav.projects')}
            rows={rows}
            columns={columns()}
            sort={filter.sort}
            onSort={(sort) => onFilter({ sort })}
            more={projects}
          />
        )}
      </QueryState>
    </>
  );
}

function NoProjects({ onClear }: { onClear: (() => void) | null }) {
  return (
    <Panel>
      {onClear === null ? (
        <Empty
          title={t('projects.none')}
          hint={t('projects.noneHint')}
          action={<CommandButton command={newProject()} />}
        />
      ) : (
        <Empty
          title={t('projects.noneMatch')}
          action={
            <Button variant="default" onClick={onClear}>
              {t('filter.clear')}
            </Button>
          }
        />
      )}
    </Panel>
  );
}

function columns(): Column<Project>[] {
  return [
    {
      id: 'name',
      label: t('projects.project'),
      sort: 'name',
      width: 'minmax(0, 2fr)',
      cell: (row) => (
        <NameCell
          name={row.name}
          link={{ to: '/projects/$projectId', params: { projectId: row.id } }}
          below={row.key}
        />
      ),
    },
    {
      id: 'status',
      label: t('field.status'),
      width: '130px',
      cell: (row) => <StatusChip {...projectState(row)} />,
    },
    {
      id: 'progress',
      label: t('projects.progress'),
      isWideOnly: true,
      cell: (row) => <ProgressBar percent={row.progress} label={row.name} />,
    },
    {
      id: 'open',
      label: t('projects.openTasks'),
      isWideOnly: true,
      width: '110px',
      cell: (row) => t('projects.openOf', { open: row.open_task_count, total: row.task_count }),
    },
    {
      id: 'due',
      label: t('field.due'),
      sort: 'due_on',
      isWideOnly: true,
      width: '120px',
      cell: (row) => (row.due_on ? <DueDay on={row.due_on} /> : <None />),
    },
    {
      id: 'updated',
      label: t('field.updated'),
      sort: 'updated_at',
      isWideOnly: true,
      width: '120px',
      cell: (row) => <RelativeTime at={row.updated_at} />,
    },
  ];
}
