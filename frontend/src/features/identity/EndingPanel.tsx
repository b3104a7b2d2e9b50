import { Button } from '@mantine/core';
import type { Me } from '@/api/types';
import { t } from '@/locales/t';
import { openDialog } from '@/ui/dialogs';
import { Panel } from '@/ui/Panel';
import { Row, RowList } from '@/ui/RowList';
import { deleteWithUndo, useHidden } from '@/ui/undo';
import { deleteWorkspace } from './ending';

/** Leaving, and for owners deleting: the two ways out of a workspace. */
export function EndingPanel({ me }: { me: Me }) {
  const { id, name, is_demo: isDemo } = me.workspace;
  return (
    <Panel title={t('ending.panel')} isFlush>
      <RowList>
        <Row
          title={t('ending.leave')}
          below={t('ending.leaveHint')}
          end={
            <Button
              variant="default"
              size="xs"
              onClick={() => openDialog('workspace.leave', { id, name })}
            >
              {t('ending.leaveOpen')}
            </Button>
          }
        />
        {me.role === 'owner' && (isDemo ? <DemoRow id={id} /> : <DeleteRow name={name} />)}
      </RowList>
    </Panel>
  );
}

function DeleteRow({ name }: { name: string }) {
  return (
    <Row
      title={t('ending.delete')}
      below={t('ending.deleteHint')}
      end={
        <Button
          variant="default"
          size="xs"
          onClick={() => openDialog('workspace.delete', { name })}
        >
          {t('ending.deleteOpen')}
        </Button>
      }
    />
  );
}

/** One click, taken back as long as the notice stands: nothing is sent before. */
function DemoRow({ id }: { id: string }) {
  const isGoing = useHidden().has(id);
  const remove = () =>
    deleteWithUndo({
      id,
      message: t('ending.demoRemoved'),
      send: () => deleteWorkspace(),
      onSent: () => undefined,
    });
  return (
    <Row
      title={t('ending.demo')}
      below={t('ending.demoHint')}
      end={
        <Button variant="default" size="xs" disabled={isGoing} onClick={remove}>
          {t('ending.demoRemove')}
        </Button>
      }
    />
  );
}
