import { useQuery } from '@tanstack/react-query';
import { customerQuery, projectQuery } from '@/api/lookups';
import type { SurveyResponse } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import type { Column } from '@/ui/DataGrid';
import { NameCell } from '@/ui/NameCell';
import { None } from '@/ui/None';
import { ScoreChip } from '@/ui/ScoreChip';
import { RelativeTime } from '@/ui/Time';
import { surveyName, whoAnswered } from './words';

export function ResponseScore({ response }: { response: SurveyResponse }) {
  const { metric, score, standing, scale } = response;
  return <ScoreChip metric={metric} score={score} standing={standing} highest={scale.highest} />;
}

function CustomerName({ id }: { id: string }) {
  return useQuery(customerQuery(id)).data?.name ?? '';
}

function ProjectName({ id }: { id: string }) {
  return useQuery(projectQuery(id)).data?.name ?? '';
}

export function responseColumns(): Column<SurveyResponse>[] {
  return [
    {
      id: 'answer',
      label: t('feedback.answer'),
      width: 'minmax(0, 2.4fr)',
      cell: (row) => (
        <NameCell
          name={row.comment || t('feedback.noComment')}
          link={{ to: '/feedback/$responseId', params: { responseId: row.id } }}
          below={`${whoAnswered(row)} · ${surveyName(row)}`}
        />
      ),
    },
    {
      id: 'score',
      label: t('feedback.score'),
      width: 'minmax(150px, 1fr)',
      cell: (row) => <ResponseScore response={row} />,
    },
    {
      id: 'metric',
      label: t('feedback.metric'),
      isWideOnly: true,
      width: '110px',
      cell: (row) => tDynamic('metric', row.metric),
    },
    {
      id: 'customer',
      label: t('customers.customer'),
      isWideOnly: true,
      cell: (row) => (row.customer_id ? <CustomerName id={row.customer_id} /> : <None />),
    },
    {
      id: 'project',
      label: t('projects.project'),
      isWideOnly: true,
      cell: (row) => (row.project_id ? <ProjectName id={row.project_id} /> : <None />),
    },
    {
      id: 'when',
      label: t('feedback.when'),
      sort: 'submitted_at',
      width: '120px',
      cell: (row) => <RelativeTime at={row.submitted_at} />,
    },
  ];
}
