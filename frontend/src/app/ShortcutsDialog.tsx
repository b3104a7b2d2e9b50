import { Modal } from '@mantine/core';
import { t } from '@/locales/t';
import { useCommands } from '@/ui/command';
import { allCommands, allowedCommands } from './commands';
import classes from './ShortcutsDialog.module.css';

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { may } = useCommands();
  const known = allowedCommands(allCommands, may).flatMap(({ id, label, shortcut }) =>
    shortcut === undefined ? [] : [{ id, label: t(label), keys: shortcut.split(' ') }],
  );
  const fixed = [
    { id: 'palette', label: t('palette.open'), keys: [t('palette.keys')] },
    { id: 'filter', label: t('shortcuts.filter'), keys: ['/'] },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <dl className={classes.list}>
        {[...fixed, ...known].map(({ id, label, keys }) => (
          <div key={id} className={classes.row}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={classes.key}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
