import { IconBriefcase, IconFolderPlus, IconSquarePlus } from '@tabler/icons-react';
import type { Command } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';

export function newProject(on: { customerId?: string } = {}): Command {
  return {
    id: 'project.create',
    label: 'projects.new',
    icon: IconFolderPlus,
    shortcut: 'n p',
    permission: 'projects:write',
    run: () => openDialog('project.create', on),
  };
}

export function newTask(on: { projectId?: string; status?: string } = {}): Command {
  return {
    id: 'task.create',
    label: 'tasks.new',
    icon: IconSquarePlus,
    shortcut: 'n t',
    permission: 'projects:write',
    run: () => openDialog('task.create', on),
  };
}

export const goProjects: Command = {
  id: 'go.projects',
  label: 'nav.projects',
  icon: IconBriefcase,
  shortcut: 'g p',
  permission: 'projects:read',
  run: ({ navigate }) => navigate({ to: '/projects' }),
};

export const projectCommands: Command[] = [goProjects, newProject(), newTask()];
