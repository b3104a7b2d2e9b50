import { Select, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '@/api/lookups';
import { t, tDynamic } from '@/locales/t';
import { Facts } from '@/ui/Facts';
import { InlineEdit } from '@/ui/InlineEdit';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { PasswordPanel } from './PasswordPanel';
import { useSaveMe } from './queries';
import { WorkspacesPanel } from './WorkspacesPanel';

export function SettingsPage() {
  const me = useQuery(meQuery);
  return (
    <QueryState query={me} height={300}>
      {(person) => (
        <>
          <Panel title={t('settings.you')}>
            <ProfileFacts person={person} />
          </Panel>
          <PasswordPanel />
          <Panel title={t('settings.look')}>
            <ThemeChoice />
          </Panel>
          <WorkspacesPanel />
        </>
      )}
    </QueryState>
  );
}

interface Person {
  user: { name: string; email: string };
  workspace: { name: string };
  role: string;
}

function ProfileFacts({ person }: { person: Person }) {
  const save = useSaveMe();
  return (
    <Facts
      facts={[
        {
          label: t('field.name'),
          value: (
            <InlineEdit
              label={t('field.name')}
              value={person.user.name}
              isRequired
              onSave={(name) => save.mutateAsync({ name }).catch(() => undefined)}
            />
          ),
        },
        { label: t('field.email'), value: person.user.email },
        { label: t('field.workspace'), value: person.workspace.name },
        { label: t('field.role'), value: tDynamic('role', person.role) },
      ]}
    />
  );
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Select
      label={t('settings.theme')}
      maw={280}
      allowDeselect={false}
      value={colorScheme}
      data={(['auto', 'light', 'dark'] as const).map((value) => ({
        value,
        label: t(`theme.${value}`),
      }))}
      onChange={(value) => setColorScheme(value === 'dark' || value === 'light' ? value : 'auto')}
    />
  );
}
