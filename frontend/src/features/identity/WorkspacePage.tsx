import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '@/api/lookups';
import type { Workspace, WorkspaceUpdate } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Facts } from '@/ui/Facts';
import { InlineEdit } from '@/ui/InlineEdit';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { Tag } from '@/ui/Tag';
import { useSaveWorkspace, workspaceQuery } from './accountQueries';
import { EndingPanel } from './EndingPanel';

const LANGUAGES = ['en', 'de', 'es', 'fi', 'fr', 'it', 'nl', 'pl', 'pt', 'sv'];
const DAYS = ['monday', 'saturday', 'sunday'] as const;

export function WorkspacePage() {
  const workspace = useQuery(workspaceQuery);
  const me = useQuery(meQuery);
  return (
    <>
      <Panel
        title={t('workspace.panel')}
        subtitle={t(workspace.data?.is_demo ? 'workspace.demoHint' : 'workspace.panelHint')}
        actions={workspace.data?.is_demo && <Tag label={t('workspace.demo')} />}
      >
        <QueryState query={workspace} height={240}>
          {(read) => <WorkspaceFacts workspace={read} />}
        </QueryState>
      </Panel>
      {me.data !== undefined && <EndingPanel me={me.data} />}
    </>
  );
}

function WorkspaceFacts({ workspace }: { workspace: Workspace }) {
  const mayEdit = useMay('workspace:write');
  const save = useSaveWorkspace();
  const change = (changes: WorkspaceUpdate) =>
    save
      .mutateAsync(changes)
      .catch((cause: unknown) => notify(problemText(cause), { isProblem: true }));
  const shown = save.isPending ? { ...workspace, ...save.variables } : workspace;
  const choice = (
    name: 'time_zone' | 'language' | 'week_starts_on',
    label: string,
    data: { value: string; label: string }[],
  ) => ({
    label,
    value: mayEdit ? (
      <Select
        aria-label={label}
        size="sm"
        maw={280}
        searchable={data.length > 9}
        allowDeselect={false}
        value={shown[name] ?? null}
        data={data}
        onChange={(value) => value !== null && value !== shown[name] && change({ [name]: value })}
      />
    ) : (
      data.find(({ value }) => value === shown[name])?.label
    ),
  });
  return (
    <Facts
      facts={[
        {
          label: t('field.name'),
          value: (
            <InlineEdit
              label={t('field.name')}
              value={workspace.name}
              isReadOnly={!mayEdit}
              isRequired
              onSave={(name) => change({ name })}
            />
          ),
        },
        choice('time_zone', t('workspace.timeZone'), timeZones(workspace.time_zone)),
        choice('language', t('workspace.language'), languages(workspace.language)),
        choice(
          'week_starts_on',
          t('workspace.week'),
          DAYS.map((value) => ({ value, label: t(`weekday.${value}`) })),
        ),
      ]}
    />
  );
}

function timeZones(present: string) {
  const names = new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')]);
  return [...names].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}

function languages(present: string) {
  const words = new Intl.DisplayNames(undefined, { type: 'language' });
  const codes = [...new Set([...LANGUAGES, present])];
  return codes.map((value) => ({ value, label: words.of(value) ?? value }));
}
