import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memberChoices, membersQuery } from '@/api/lookups';
import type { Project } from '@/api/types';
import { mediumDay } from '@/locales/format';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Facts } from '@/ui/Facts';
import { InlineEdit } from '@/ui/InlineEdit';
import { Panel } from '@/ui/Panel';
import { BudgetFact } from './BudgetFact';
import { PrioritiesFact } from './PrioritiesFact';
import { STATUSES } from './projectState';
import { useSaveProject } from './useSaveProject';

export function ProjectFacts({ project }: { project: Project }) {
  const save = useSaveProject(project);
  const isReadOnly = !useMay('projects:write');
  const members = useQuery(membersQuery);
  const day = (field: 'starts_on' | 'due_on', label: string) => ({
    label,
    value: (
      <InlineEdit
        label={label}
        type="date"
        value={project[field] ?? ''}
        shown={project[field] ? mediumDay(project[field]) : undefined}
        isReadOnly={isReadOnly}
        onSave={async (value) => save.mutate({ [field]: value || null })}
      />
    ),
  });
  return (
    <Panel title={t('customers.facts')}>
      <Facts
        facts={[
          {
            label: t('projects.objective'),
            value: (
              <InlineEdit
                label={t('projects.objective')}
                type="area"
                value={project.objective ?? ''}
                isReadOnly={isReadOnly}
                onSave={async (objective) => save.mutate({ objective: objective || null })}
              />
            ),
          },
          {
            label: t('field.status'),
            value: (
              <Select
                aria-label={t('field.status')}
                size="xs"
                allowDeselect={false}
                readOnly={isReadOnly}
                data={STATUSES.map((value) => ({ value, label: t(`projectStatus.${value}`) }))}
                value={project.status}
                onChange={(value) => {
                  const status = STATUSES.find((known) => known === value);
                  if (status !== undefined) save.mutate({ status });
                }}
              />
            ),
          },
          {
            label: t('projects.manager'),
            value: (
              <Select
                aria-label={t('projects.manager')}
                size="xs"
                clearable
                readOnly={isReadOnly}
                placeholder={t('value.none')}
                data={memberChoices(members.data, project.manager_id)}
                value={project.manager_id ?? null}
                onChange={(manager_id) => save.mutate({ manager_id })}
              />
            ),
          },
          day('starts_on', t('field.starts')),
          day('due_on', t('field.due')),
          {
            label: t('projects.budget'),
            value: <BudgetFact project={project} isReadOnly={isReadOnly} />,
          },
          {
            label: t('projects.priorities'),
            value: <PrioritiesFact project={project} isReadOnly={isReadOnly} />,
          },
          { label: t('projects.key'), value: project.key },
          ...(project.is_private
            ? [{ label: t('projects.visibility'), value: t('projects.private') }]
            : []),
        ]}
      />
    </Panel>
  );
}
