import type { LinkProps } from '@tanstack/react-router';

interface Subject {
  kind: string;
  id: string;
  project_id?: string | null;
}

/** Where a thing named by the API (kind and id) is looked at; undefined when it has no page. */
export function subjectLink({ kind, id, project_id }: Subject): LinkProps | undefined {
  switch (kind) {
    case 'customer':
      return { to: '/customers/$customerId', params: { customerId: id } };
    case 'contact':
      return { to: '/contacts/$contactId', params: { contactId: id } };
    case 'project':
      return { to: '/projects/$projectId', params: { projectId: id } };
    case 'interaction':
      return { to: '/interactions/$interactionId', params: { interactionId: id } };
    case 'survey_response':
      return { to: '/feedback/$responseId', params: { responseId: id } };
    case 'comment':
      return { to: '/comments/$commentId', params: { commentId: id } };
    case 'inbound_message':
      return { to: '/inbound', search: { status: 'unmatched' } };
    case 'task':
      return project_id
        ? { to: '/projects/$projectId', params: { projectId: project_id }, search: { task: id } }
        : { to: '/tasks/$taskId', params: { taskId: id } };
    default:
      return project_id
        ? { to: '/projects/$projectId', params: { projectId: project_id } }
        : undefined;
  }
}

export function notificationLink(row: {
  link_kind: string | null;
  link_id: string | null;
}): LinkProps | undefined {
  if (row.link_kind === null || row.link_id === null) return undefined;
  return subjectLink({ kind: row.link_kind, id: row.link_id });
}
