import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import { projectQuery } from '@/api/lookups';
import type { Project, ProjectUpdate } from '@/api/types';
import { sendProject } from './queries';

/** Saves fields of a project; a form that says itself what was refused asks for no notice. */
export function useSaveProject(project: Project, { isInForm = false } = {}) {
  const queryClient = useQueryClient();
  const key = projectQuery(project.id).queryKey;
  return useMutation({
    meta: { isInForm },
    mutationFn: (change: ProjectUpdate) =>
      saveVersioned({
        version: project.version,
        send: (version) => sendProject(project.id, version, change),
        latestVersion: async () => {
          const params = { path: { project_id: project.id } };
          return (await call(api.GET('/api/v1/projects/{project_id}', { params }))).version;
        },
      }),
    onSuccess: (saved) => queryClient.setQueryData(key, saved),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['projects'] }),
  });
}
