import { Drawer } from '@mantine/core';
import { t } from '@/locales/t';
import { Sidebar } from './Sidebar';

export function MenuDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      size={280}
      title={t('nav.menu')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Sidebar onGo={onClose} />
    </Drawer>
  );
}
