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
        <WayOut
          title={t('ending.leave')}
          hint={t('ending.leaveHint')}
          label={t('ending.leaveOpen')}
          onClick={() => openDialog('workspace.leave', { id, name })}
        />
        {me.role === 'owner' && isDemo && <DemoRow id={id} />}
        {me.role === 'owner' && !isDemo && (
          <WayOut
            title={t('ending.delete')}
            hint={t('ending.deleteHint')}
            label={t('ending.deleteOpen')}
            onClick={() => openDialog('workspace.delete', { name })}
          />
        )}
      </RowList>
    </Panel>
  );
}

/** One click, taken back as long as the notice stands: nothing is sent before. */
function DemoRow({ id }: { id: string }) {
  const isGoing = useHidden().has(id);
  const remove = () =>
    deleteWithUndo({ id, message: t('ending.demoRemoved'), send: () => deleteWorkspace() });
  return (
    <WayOut
      title={t('ending.demo')}
      hint={t('ending.demoHint')}
      label={t('ending.demoRemove')}
      isDisabled={isGoing}
      onClick={remove}
    />
  );
}

interface WayOutProps {
  title: string;
  hint: string;
  label: string;
  isDisabled?: boolean;
  onClick: () => void;
}

function WayOut({ title, hint, label, isDisabled = false, onClick }: WayOutProps) {
  return (
    <Row
      title={title}
      below={hint}
      end={
        <Button variant="default" size="xs" disabled={isDisabled} onClick={onClick}>
          {label}
        </Button>
      }
    />
  );
}
