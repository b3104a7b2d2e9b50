import { api, call } from '@/api/client';
import { announceSessionChange, refreshSession } from '@/api/session';
import { leaveWorkspace } from './peopleQueries';

export interface Proof {
  name?: string;
  password?: string;
}

/** What sign-in says to who has just given up their only workspace. */
export type Gone = 'deleted' | 'left';

export async function deleteWorkspace(proof: Proof = {}): Promise<void> {
  await call(api.POST('/api/v1/workspace/close', { body: proof, keepalive: true }));
  await goOn('deleted');
}

export async function leaveForGood(workspaceId: string): Promise<void> {
  await leaveWorkspace(workspaceId);
  await goOn('left');
}

/** The server moved the cookie to another workspace, or took it: a whole new page either way. */
async function goOn(gone: Gone): Promise<void> {
  const isElsewhere = await refreshSession();
  announceSessionChange('switched');
  location.assign(isElsewhere ? '/' : `/sign-in?gone=${gone}`);
}
