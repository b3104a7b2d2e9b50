import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { StatusChip } from '@/ui/StatusChip';
import classes from './Phases.module.css';
import { projectState } from './projectState';
import { projectsQuery } from './queries';

export function CustomerProjects({ customerId }: { customerId: string }) {
  const projects = useInfiniteQuery(
    projectsQuery({ customer_id: customerId, sort: '-updated_at' }),
  );
  const rows = rowsOf(projects.data?.pages);
  const add = useMay('projects:write') && (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => openDialog('project.create', { customerId })}
    >
      {t('projects.new')}
    </Button>
  );
  return (
    <Panel title={t('nav.projects')} actions={rows.length > 0 && add} isFlush>
      <QueryState
        query={projects}
        height={90}
        isEmpty={() => rows.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('projects.noneForCustomer')} action={add} />
          </div>
        }
      >
        {() => (
          <RowList label={t('nav.projects')}>
            {rows.map((row) => (
              <Row
                key={row.id}
                title={row.name}
                link={{ to: '/projects/$projectId', params: { projectId: row.id } }}
                below={t('projects.percentDone', { value: row.progress })}
                end={<StatusChip {...projectState(row)} />}
              />
            ))}
          </RowList>
        )}
      </QueryState>
      <MoreRows {...projects} />
    </Panel>
  );
}
