import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { membersQuery, meQuery } from '@/api/lookups';
import type { Watcher } from '@/api/types';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import classes from './Watch.module.css';

const LEADS = new Set(['owner', 'admin', 'manager']);

interface WatcherListProps {
  watchers: Watcher[];
  onSet: (person: { id: string; name: string }, isWatching: boolean) => Promise<void>;
}

/** Who watches; those who lead add others and let them go. */
export function WatcherList({ watchers, onSet }: WatcherListProps) {
  const me = useQuery(meQuery);
  const members = useQuery(membersQuery);
  const isLead = LEADS.has(me.data?.role ?? '');
  const watching = new Set(watchers.map(({ user_id }) => user_id));
  const others = (members.data ?? []).filter(({ id }) => !watching.has(id));
  return (
    <>
      {watchers.length === 0 && <p className={classes.none}>{t('watch.nobody')}</p>}
      <ul className={classes.people}>
        {watchers.map(({ user_id, name }) => (
          <li key={user_id} className={classes.person}>
            <Avatar name={name} size={24} />
            <span className={classes.name}>{name}</span>
            {(isLead || user_id === me.data?.user.id) && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t('watch.remove', { name })}
                onClick={() => void onSet({ id: user_id, name }, false)}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {isLead && others.length > 0 && (
        <Select
          aria-label={t('watch.add')}
          placeholder={t('watch.add')}
          searchable
          value={null}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          comboboxProps={{ withinPortal: false }}
          onChange={(id) => {
            const chosen = others.find((member) => member.id === id);
            if (chosen !== undefined) void onSet(chosen, true);
          }}
        />
      )}
    </>
  );
}
