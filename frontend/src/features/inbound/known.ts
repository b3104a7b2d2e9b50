/** The states and kinds of a message, in the order in which people look for them. */
export const STATUSES = ['received', 'processed', 'unmatched', 'failed', 'refused'] as const;
export const KINDS = [
  'mail',
  'delivery',
  'bounce',
  'complaint',
  'open',
  'click',
  'survey_response',
  'other',
] as const;
