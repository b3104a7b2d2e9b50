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
        {
          label: t('workspace.timeZone'),
          value: mayEdit ? (
            <Select
              aria-label={t('workspace.timeZone')}
              description={t('workspace.timeZoneHint')}
              inputWrapperOrder={['label', 'input', 'description']}
              size="sm"
              maw={280}
              searchable
              allowDeselect={false}
              value={shown.time_zone}
              data={timeZones(workspace.time_zone)}
              onChange={(zone) =>
                zone !== null && zone !== shown.time_zone && change({ time_zone: zone })
              }
            />
          ) : (
            (shown.time_zone ?? '').replaceAll('_', ' ')
          ),
        },
      ]}
    />
  );
}

function timeZones(present: string) {
  const names = new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')]);
  return [...names].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
