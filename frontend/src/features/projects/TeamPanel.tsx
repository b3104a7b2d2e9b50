import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconUserMinus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Project, ProjectMember } from '@/api/types';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { deleteWithUndo, useHidden } from '@/ui/undo';
import classes from './Phases.module.css';
import { removeMember } from './planQueries';
import { projectMembersQuery } from './queries';

export function TeamPanel({ project }: { project: Project }) {
  const team = useQuery(projectMembersQuery(project.id));
  const hidden = useHidden();
  const mayEdit = useMay('projects:write');
  const people = (team.data?.items ?? []).filter(
    (member) => !hidden.has(hiddenId(project.id, member.user_id)),
  );
  const add = mayEdit && (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => openDialog('team.add', { projectId: project.id })}
    >
      {t('team.add')}
    </Button>
  );
  return (
    <Panel title={t('team.panel')} actions={people.length > 0 && add} isFlush>
      <QueryState
        query={team}
        height={120}
        isEmpty={() => people.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('team.none')} hint={t('team.noneHint')} action={add} />
          </div>
        }
      >
        {() => (
          <RowList label={t('team.panel')}>
            {people.map((member) => (
              <TeamRow
                key={member.user_id}
                projectId={project.id}
                member={member}
                mayEdit={mayEdit}
              />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

interface TeamRowProps {
  projectId: string;
  member: ProjectMember;
  mayEdit: boolean;
}

function TeamRow({ projectId, member, mayEdit }: TeamRowProps) {
  const queryClient = useQueryClient();
  const { user_id: userId, name } = member;
  const remove = () =>
    deleteWithUndo({
      id: hiddenId(projectId, userId),
      message: t('team.removed', { name }),
      send: () => removeMember(projectId, userId),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['project-members'] }),
    });
  return (
    <Row
      start={<Avatar name={name} size={32} />}
      title={name}
      below={t(`projectRole.${member.role}`)}
      end={
        mayEdit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('team.removeNamed', { name })}
            onClick={remove}
          >
            <IconUserMinus size={16} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}

/** A member is a row of the project, not of the workspace: the same person may stay elsewhere. */
function hiddenId(projectId: string, userId: string): string {
  return `${projectId}-${userId}`;
}
