import { KINDS, STATUSES } from '@/features/inbound/known';
import { given, oneOf, text } from './search';

const TABS = ['all', 'sources', ...STATUSES] as const;

/** The tab of the inbound page, and what its list is narrowed to. */
export function inboundSearch(search: Record<string, unknown>) {
  return given({
    status: oneOf(search, 'status', TABS),
    kind: oneOf(search, 'kind', KINDS),
    source_id: text(search, 'source_id'),
  });
}
