import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { followEvents } from '@/api/events';
import { meQuery } from '@/api/lookups';
import { sessionWorkspace, subscribeSession } from '@/api/session';
import type { CommandRunner } from '@/ui/command';
import { allCommands, allowedCommands } from './commands';
import { queryClient, refreshAfter } from './queryClient';
import { watchSession } from './session';
import { listenForShortcuts } from './shortcuts';

/** What this person may do, and how a command is carried out here. */
export function useCommandRunner(): CommandRunner {
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const permissions = me.data?.permissions;
  return useMemo(() => {
    const held = new Set(permissions ?? []);
    return {
      may: (permission) => permission === undefined || held.has(permission),
      run: (command) => command.run({ navigate: (to) => void navigate(to) }),
    };
  }, [permissions, navigate]);
}

export function useShortcuts({ may, run }: CommandRunner): void {
  useEffect(() => listenForShortcuts(allowedCommands(allCommands, may), run), [may, run]);
}

/** Keeps what is on screen as fresh as the workspace's event stream. */
export function useLiveUpdates(): void {
  // Not the workspace that `/me` names: a stream that opens before the page asks leaves nothing to ask again.
  const workspace = useSyncExternalStore(subscribeSession, sessionWorkspace);
  useEffect(() => {
    if (workspace === null) return;
    return followEvents({
      workspace,
      onEvents: refreshAfter,
      onGap: () => void queryClient.invalidateQueries(),
    });
  }, [workspace]);
}

export function useSessionEnd(): void {
  // A whole new page: nothing of the person who left stays in memory.
  useEffect(() => watchSession(() => location.assign('/sign-in')), []);
}
