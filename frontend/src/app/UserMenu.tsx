import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery } from '@/api/lookups';
import { signOut, switchWorkspace, workspacesQuery } from '@/features/identity/queries';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import classes from './UserMenu.module.css';

export function UserMenu({ onGo }: { onGo?: () => void }) {
  const me = useQuery(meQuery);
  const name = me.data?.user.name ?? '';
  return (
    <div className={classes.foot}>
      <Menu position="top-start" width={240}>
        <Menu.Target>
          <button type="button" className={classes.user}>
            <Avatar name={name} />
            <span className={classes.words}>
              <span className={classes.name}>{name}</span>
              <span className={classes.workspace}>{me.data?.workspace.name}</span>
            </span>
          </button>
        </Menu.Target>
        <MenuItems onGo={onGo} />
      </Menu>
      <ThemeButton />
    </div>
  );
}

function MenuItems({ onGo }: { onGo?: () => void }) {
  const navigate = useNavigate();
  const workspaces = useQuery(workspacesQuery);
  const others = (workspaces.data?.items ?? []).filter((row) => !row.is_current);
  const goSettings = () => {
    onGo?.();
    void navigate({ to: '/settings' });
  };
  return (
    <Menu.Dropdown>
      <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={goSettings}>
        {t('nav.settings')}
      </Menu.Item>
      {others.length > 0 && <Menu.Label>{t('settings.workspaces')}</Menu.Label>}
      {others.map((workspace) => (
        <Menu.Item key={workspace.id} onClick={() => void switchWorkspace(workspace.id)}>
          {t('settings.switchTo', { name: workspace.name })}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
        {t('session.signOut')}
      </Menu.Item>
    </Menu.Dropdown>
  );
}

function ThemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const isDark = scheme === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={34}
      className={classes.theme}
      aria-label={isDark ? t('theme.toLight') : t('theme.toDark')}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
    </ActionIcon>
  );
}
