import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { t, tDynamic } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { StatusChip } from '@/ui/StatusChip';
import { newWorkspace } from './commands';
import { switchWorkspace, workspacesQuery } from './queries';

export function WorkspacesPanel() {
  const workspaces = useQuery(workspacesQuery);
  const change = useMutation({ mutationFn: switchWorkspace });
  return (
    <Panel
      title={t('settings.workspaces')}
      actions={<CommandButton command={newWorkspace} variant="default" size="xs" />}
      isFlush
    >
      <QueryState query={workspaces} height={60}>
        {(page) => (
          <RowList>
            {page.items.map((workspace) => (
              <Row
                key={workspace.id}
                title={workspace.name}
                below={tDynamic('role', workspace.role)}
                end={
                  workspace.is_current ? (
                    <StatusChip tone="good" label={t('settings.thisWorkspace')} />
                  ) : (
                    <Button
                      variant="default"
                      size="xs"
                      loading={change.isPending}
                      onClick={() => change.mutate(workspace.id)}
                    >
                      {t('settings.switch')}
                    </Button>
                  )
                }
              />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}
