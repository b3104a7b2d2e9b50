import { useSyncExternalStore } from 'react';

/** Every dialog that can be opened from anywhere, with what it needs to know. */
export interface DialogParams {
  'customer.create': { name?: string };
  'contact.edit': { customerId: string; contactId?: string };
  'project.create': { customerId?: string };
  'task.create': { projectId?: string; status?: string };
  'phase.edit': { projectId: string; phaseId?: string };
  'milestone.edit': { projectId: string; milestoneId?: string };
  'team.add': { projectId: string };
  'interaction.compose': { customerId?: string; projectId?: string };
  'source.create': Record<never, never>;
  'source.edit': { sourceId: string };
  'message.match': { messageId?: string; interactionId?: string; subject?: string };
  'response.move': { responseId: string };
  'key.create': Record<never, never>;
  'member.invite': Record<never, never>;
  'workspace.create': Record<never, never>;
  'workspace.delete': { name: string };
  'workspace.leave': { id: string; name: string };
  'shortcuts.help': Record<never, never>;
}

export type DialogName = keyof DialogParams;
export type OpenDialog = { [N in DialogName]: { name: N; params: DialogParams[N] } }[DialogName];

let open: OpenDialog | null = null;
const listeners = new Set<() => void>();

export function openDialog<N extends DialogName>(name: N, params: DialogParams[N]): void {
  set({ name, params } as OpenDialog);
}

export function closeDialog(): void {
  set(null);
}

export function useOpenDialog(): OpenDialog | null {
  return useSyncExternalStore(subscribe, () => open);
}

function set(next: OpenDialog | null): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
