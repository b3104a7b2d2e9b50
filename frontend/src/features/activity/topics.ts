/** What the activity page tells of, by what a person looks for. Whatever is not here is the machine's own business. */
export const TOPICS = {
  customers: [
    'customer.created',
    'customer.updated',
    'customer.deleted',
    'contact.created',
    'contact.updated',
    'contact.deleted',
  ],
  projects: [
    'project.created',
    'project.updated',
    'project.deleted',
    'phase.created',
    'phase.updated',
    'phase.deleted',
    'milestone.created',
    'milestone.updated',
    'milestone.deleted',
  ],
  tasks: ['task.created', 'task.updated', 'task.deleted'],
  conversations: ['interaction.recorded', 'interaction.deleted', 'comment.created'],
  feedback: ['survey_response.received', 'survey_response.deleted'],
  people: ['member.joined', 'member.removed', 'project.member_added', 'project.member_removed'],
} as const;

export type Topic = keyof typeof TOPICS;
export const TOPIC_NAMES = Object.keys(TOPICS) as Topic[];

/** What somebody who looks after the workspace asks first. */
export const AUDIT_TOPICS = {
  access: [
    'session.opened',
    'session.reuse_detected',
    'password.changed',
    'password.reset_requested',
  ],
  permissions: [
    'member.joined',
    'member.changed',
    'member.removed',
    'invitation.sent',
    'invitation.accepted',
    'invitation.revoked',
    'project.member_added',
    'project.member_removed',
  ],
  keys: [
    'api_key.created',
    'api_key.revoked',
    'inbound_source.created',
    'inbound_source.updated',
    'inbound_source.deleted',
    'project.mail_address_replaced',
  ],
  exports: ['audit.exported'],
  deletions: [
    'customer.deleted',
    'contact.deleted',
    'project.deleted',
    'phase.deleted',
    'milestone.deleted',
    'task.deleted',
    'interaction.deleted',
    'survey_response.deleted',
    'comment.deleted',
  ],
} as const;

export type AuditTopic = keyof typeof AUDIT_TOPICS;
export const AUDIT_TOPIC_NAMES = Object.keys(AUDIT_TOPICS) as AuditTopic[];
