import { type ComponentType, lazy, Suspense } from 'react';
import { closeDialog, type DialogName, type DialogParams, useOpenDialog } from '@/ui/dialogs';

type Shown<N extends DialogName> = ComponentType<DialogParams[N] & { onClose: () => void }>;

/** Each dialog is fetched when it is first opened. */
const DIALOGS: { [N in DialogName]: Shown<N> } = {
  'customer.create': lazy(() =>
    import('@/features/customers/NewCustomerDialog').then((m) => ({
      default: m.NewCustomerDialog,
    })),
  ),
  'contact.edit': lazy(() =>
    import('@/features/customers/ContactDialog').then((m) => ({ default: m.ContactDialog })),
  ),
  'project.create': lazy(() =>
    import('@/features/projects/NewProjectDialog').then((m) => ({ default: m.NewProjectDialog })),
  ),
  'task.create': lazy(() =>
    import('@/features/projects/NewTaskDialog').then((m) => ({ default: m.NewTaskDialog })),
  ),
  'phase.edit': lazy(() =>
    import('@/features/projects/PhaseDialog').then((m) => ({ default: m.PhaseDialog })),
  ),
  'milestone.edit': lazy(() =>
    import('@/features/projects/MilestoneDialog').then((m) => ({ default: m.MilestoneDialog })),
  ),
  'team.add': lazy(() =>
    import('@/features/projects/AddMemberDialog').then((m) => ({ default: m.AddMemberDialog })),
  ),
  'interaction.compose': lazy(() =>
    import('@/features/interactions/ComposeDialog').then((m) => ({ default: m.ComposeDialog })),
  ),
  'message.match': lazy(() =>
    import('@/features/interactions/MatchDialog').then((m) => ({ default: m.MatchDialog })),
  ),
  'response.move': lazy(() =>
    import('@/features/feedback/MoveDialog').then((m) => ({ default: m.MoveDialog })),
  ),
  'source.create': lazy(() =>
    import('@/features/inbound/NewSourceDialog').then((m) => ({ default: m.NewSourceDialog })),
  ),
  'source.edit': lazy(() =>
    import('@/features/inbound/SourceDialog').then((m) => ({ default: m.SourceDialog })),
  ),
  'key.create': lazy(() =>
    import('@/features/identity/NewKeyDialog').then((m) => ({ default: m.NewKeyDialog })),
  ),
  'member.invite': lazy(() =>
    import('@/features/identity/InviteDialog').then((m) => ({ default: m.InviteDialog })),
  ),
  'workspace.create': lazy(() =>
    import('@/features/identity/NewWorkspaceDialog').then((m) => ({
      default: m.NewWorkspaceDialog,
    })),
  ),
  'workspace.delete': lazy(() =>
    import('@/features/identity/DeleteWorkspaceDialog').then((m) => ({
      default: m.DeleteWorkspaceDialog,
    })),
  ),
  'workspace.leave': lazy(() =>
    import('@/features/identity/LeaveWorkspaceDialog').then((m) => ({
      default: m.LeaveWorkspaceDialog,
    })),
  ),
  'shortcuts.help': lazy(() =>
    import('./ShortcutsDialog').then((m) => ({ default: m.ShortcutsDialog })),
  ),
};

export function DialogHost() {
  const open = useOpenDialog();
  if (open === null) return null;
  // The name chooses component and params together; TypeScript cannot follow the pair through the map.
  const Dialog = DIALOGS[open.name] as ComponentType<{ onClose: () => void }>;
  return (
    <Suspense fallback={null}>
      <Dialog {...open.params} onClose={closeDialog} />
    </Suspense>
  );
}
