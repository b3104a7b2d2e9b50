import { queryOptions } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { ProblemError } from '@/api/problem';
import type { CustomerCreate } from '@/api/types';
import { type Sender, type Suggestion, suggestionsFrom, termsFor } from './suggest';

const FEW = 9;
const ENOUGH = 3;

/** Customers and people that the sender may belong to; the customers last in touch where nothing is like it. */
export function suggestionsQuery(sender: Sender) {
  const terms = termsFor(sender);
  return queryOptions({
    queryKey: ['lookup', 'senders', ...terms],
    queryFn: async (): Promise<Suggestion[]> => {
      const found = suggestionsFrom(await Promise.all(terms.map(search)));
      if (found.length >= ENOUGH) return found;
      const known = new Set(found.map((one) => one.id));
      const recent = (await lastInTouch()).filter((one) => !known.has(one.id));
      return [...found, ...recent].slice(0, FEW);
    },
    staleTime: 30_000,
  });
}

async function search(term: string) {
  const query = { q: term, types: ['customer', 'contact'], limit: FEW };
  return (await call(api.GET('/api/v1/search', { params: { query } }))).items;
}

async function lastInTouch(): Promise<Suggestion[]> {
  const query = { sort: '-last_interaction_at', limit: FEW };
  const page = await call(api.GET('/api/v1/customers', { params: { query } }));
  return page.items.map((row) => ({ kind: 'customer', id: row.id, label: row.name }));
}

export interface Match {
  customer_id?: string | null;
  contact_id?: string;
}

/** `customer_id: null` takes the mail back into the queue. */
export function sendMatch(messageId: string, match: Match) {
  const params = { path: { message_id: messageId } };
  return call(api.POST('/api/v1/inbound-messages/{message_id}/match', { params, body: match }));
}

export function addCustomer(customer: CustomerCreate) {
  return call(api.POST('/api/v1/customers', { body: customer }));
}

/** Whether it could be taken away again: what something else belongs to by now is kept. */
export async function removeIfUnused(kind: 'customer' | 'contact', id: string): Promise<boolean> {
  const query = { only_unused: true };
  try {
    await (kind === 'customer'
      ? call(
          api.DELETE('/api/v1/customers/{customer_id}', {
            params: { path: { customer_id: id }, query },
          }),
        )
      : call(
          api.DELETE('/api/v1/contacts/{contact_id}', {
            params: { path: { contact_id: id }, query },
          }),
        ));
    return true;
  } catch (cause) {
    if (cause instanceof ProblemError && cause.status === 404) return true;
    if (cause instanceof ProblemError && cause.status === 409) return false;
    throw cause;
  }
}

export function addPerson(customerId: string, { name, address }: Sender) {
  const emails = address === null ? [] : [address];
  const body = { customer_id: customerId, name: name || address || '', emails };
  return call(api.POST('/api/v1/contacts', { body }));
}
