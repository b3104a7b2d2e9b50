import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { customerQuery, projectQuery } from '@/api/lookups';
import { rowsOf } from '@/api/paging';
import type { SurveyResponse } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { DataGrid } from '@/ui/DataGrid';
import { Empty } from '@/ui/Empty';
import { FilterBar } from '@/ui/FilterBar';
import type { MorePages } from '@/ui/MoreRows';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { type Loadable, QueryState } from '@/ui/QueryState';
import { useHidden } from '@/ui/undo';
import { responseColumns } from './columns';
import { type FeedbackFilter, responsesQuery } from './queries';

const METRICS = ['nps', 'csat', 'ces', 'custom'] as const;
const STANDINGS = ['low', 'middling', 'good'] as const;

interface FeedbackPageProps {
  filter: FeedbackFilter;
  onFilter: (change: Partial<FeedbackFilter>) => void;
  /** The one next step when no survey was answered yet. */
  action: ReactNode;
}

export function FeedbackPage({ filter, onFilter, action }: FeedbackPageProps) {
  const responses = useInfiniteQuery(responsesQuery(filter));
  const hidden = useHidden();
  const rows = rowsOf(responses.data?.pages).filter((row) => !hidden.has(row.id));
  return (
    <>
      <PageHead title={t('nav.feedback')} />
      <FilterBar
        label={t('feedback.filter')}
        value={filter.q ?? ''}
        onChange={(q) => onFilter({ q: q === '' ? undefined : q })}
      >
        <Select
          aria-label={t('feedback.metric')}
          placeholder={t('feedback.anyMetric')}
          clearable
          w={170}
          data={METRICS.map((value) => ({ value, label: tDynamic('metric', value) }))}
          value={filter.metric ?? null}
          onChange={(metric) => onFilter({ metric: METRICS.find((known) => known === metric) })}
        />
        <Select
          aria-label={t('feedback.score')}
          placeholder={t('feedback.anyScore')}
          clearable
          w={150}
          data={STANDINGS.map((value) => ({ value, label: tDynamic('standing', value) }))}
          value={filter.standing ?? null}
          onChange={(name) => onFilter({ standing: STANDINGS.find((known) => known === name) })}
        />
        <SubjectFilter filter={filter} onFilter={onFilter} />
      </FilterBar>
      <Listed {...{ responses, rows, filter, onFilter, action }} />
    </>
  );
}

/** One customer or project, as chosen on its own page. */
function SubjectFilter({ filter, onFilter }: Omit<FeedbackPageProps, 'action'>) {
  const { customer_id = '', project_id = '' } = filter;
  const customer = useQuery({ ...customerQuery(customer_id), enabled: customer_id !== '' });
  const project = useQuery({ ...projectQuery(project_id), enabled: project_id !== '' });
  if (customer_id === '' && project_id === '') return null;
  const name = (project_id === '' ? customer : project).data?.name ?? '';
  return (
    <Button
      variant="default"
      onClick={() => onFilter({ customer_id: undefined, project_id: undefined })}
    >
      {t('feedback.subjectFilter', { name })}
    </Button>
  );
}

interface ListedProps extends FeedbackPageProps {
  responses: Loadable<unknown> & MorePages;
  rows: SurveyResponse[];
}

function Listed({ responses, rows, filter, onFilter, action }: ListedProps) {
  const { sort, ...chosen } = filter;
  const isFiltered = Object.values(chosen).some(Boolean);
  const nothing = { q: undefined, metric: undefined, standing: undefined };
  const clear = () => onFilter({ ...nothing, customer_id: undefined, project_id: undefined });
  return (
    <QueryState
      query={responses}
      height={560}
      isEmpty={() => rows.length === 0}
      empty={
        <Panel>
          {isFiltered ? (
            <Empty
              title={t('feedback.noneMatch')}
              action={
                <Button variant="default" onClick={clear}>
                  {t('filter.clear')}
                </Button>
              }
            />
          ) : (
            <Empty title={t('feedback.none')} hint={t('feedback.noneHint')} action={action} />
          )}
        </Panel>
      }
    >
      {() => (
        <DataGrid
          label={t('nav.feedback')}
          rows={rows}
          columns={responseColumns()}
          sort={sort}
          onSort={(next) => onFilter({ sort: next })}
          more={responses}
        />
      )}
    </QueryState>
  );
}
