import { queryOptions } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { allPages, pagedQuery } from '@/api/paging';
import type { Project, ProjectCreate, ProjectUpdate, TaskCreate, TaskUpdate } from '@/api/types';

const ALL = 200;

export interface ProjectFilter {
  q?: string;
  status?: Project['status'];
  customer_id?: string;
  sort: string;
}

export function projectsQuery(filter: ProjectFilter) {
  const status = filter.status === undefined ? undefined : [filter.status];
  return pagedQuery(['projects', 'list', filter], (cursor, signal) =>
    call(
      api.GET('/api/v1/projects', {
        params: { query: { ...filter, status, limit: 50, cursor } },
        signal,
      }),
    ),
  );
}

export function mailAddressesQuery(projectId: string) {
  return queryOptions({
    queryKey: ['projects', projectId, 'mail-addresses'],
    queryFn: ({ signal }) => {
      const params = { path: { project_id: projectId } };
      return call(api.GET('/api/v1/projects/{project_id}/mail-addresses', { params, signal }));
    },
  });
}

/** The old addresses stop at once. */
export function replaceMailAddresses(projectId: string) {
  const params = { path: { project_id: projectId } };
  return call(api.POST('/api/v1/projects/{project_id}/mail-addresses/replacement', { params }));
}

export const recentProjectsQuery = queryOptions({
  queryKey: ['projects', 'recent'],
  queryFn: () => {
    const query = { status: ['active' as const], sort: '-updated_at', limit: 6 };
    return call(api.GET('/api/v1/projects', { params: { query } }));
  },
});

export function tasksQuery(projectId: string) {
  return queryOptions({
    queryKey: ['tasks', projectId],
    queryFn: () =>
      allPages((cursor) => {
        const query = { limit: ALL, sort: 'rank', cursor };
        const params = { path: { project_id: projectId }, query };
        return call(api.GET('/api/v1/projects/{project_id}/tasks', { params }));
      }),
  });
}

export function phasesQuery(projectId: string) {
  return queryOptions({
    queryKey: ['phases', projectId],
    queryFn: () =>
      allPages((cursor) => {
        const params = { path: { project_id: projectId }, query: { limit: ALL, cursor } };
        return call(api.GET('/api/v1/projects/{project_id}/phases', { params }));
      }),
  });
}

export function milestonesQuery(projectId: string) {
  return queryOptions({
    queryKey: ['milestones', projectId],
    queryFn: () =>
      allPages((cursor) => {
        const params = { path: { project_id: projectId }, query: { limit: ALL, cursor } };
        return call(api.GET('/api/v1/projects/{project_id}/milestones', { params }));
      }),
  });
}

export function projectMembersQuery(projectId: string) {
  return queryOptions({
    queryKey: ['project-members', projectId],
    queryFn: () => {
      const params = { path: { project_id: projectId } };
      return call(api.GET('/api/v1/projects/{project_id}/members', { params }));
    },
  });
}

export function createProject(project: ProjectCreate) {
  return call(api.POST('/api/v1/projects', { body: project }));
}

export function sendProject(id: string, version: number, change: ProjectUpdate) {
  const params = { path: { project_id: id }, header: ifMatch(version) };
  return call(api.PATCH('/api/v1/projects/{project_id}', { params, body: change }));
}

export function deleteProject(id: string) {
  return call(
    api.DELETE('/api/v1/projects/{project_id}', {
      params: { path: { project_id: id } },
      keepalive: true,
    }),
  );
}

export function createTask(projectId: string, task: TaskCreate) {
  const params = { path: { project_id: projectId } };
  return call(api.POST('/api/v1/projects/{project_id}/tasks', { params, body: task }));
}

export function loadTask(projectId: string, id: string) {
  const params = { path: { project_id: projectId, task_id: id } };
  return call(api.GET('/api/v1/projects/{project_id}/tasks/{task_id}', { params }));
}

export function sendTask(projectId: string, id: string, version: number, change: TaskUpdate) {
  const params = { path: { project_id: projectId, task_id: id }, header: ifMatch(version) };
  // A card has moved on the screen before the answer is here; leaving the page must not take it back.
  return call(
    api.PATCH('/api/v1/projects/{project_id}/tasks/{task_id}', {
      params,
      body: change,
      keepalive: true,
    }),
  );
}

export function deleteTask(projectId: string, id: string) {
  const params = { path: { project_id: projectId, task_id: id } };
  return call(
    api.DELETE('/api/v1/projects/{project_id}/tasks/{task_id}', { params, keepalive: true }),
  );
}
