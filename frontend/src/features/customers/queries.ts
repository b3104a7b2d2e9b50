import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import { pagedQuery } from '@/api/paging';
import type {
  Contact,
  ContactCreate,
  ContactUpdate,
  Customer,
  CustomerCreate,
  CustomerUpdate,
} from '@/api/types';

const PAGE = 50;

export interface CustomerFilter {
  q?: string;
  kind?: Customer['kind'];
  owner_id?: string;
  tag?: string;
  sort: string;
}

export function customersQuery(filter: CustomerFilter) {
  return pagedQuery(['customers', 'list', filter], (cursor, signal) =>
    call(
      api.GET('/api/v1/customers', {
        params: { query: { ...filter, limit: PAGE, cursor } },
        signal,
      }),
    ),
  );
}

export function createCustomer(customer: CustomerCreate) {
  return call(api.POST('/api/v1/customers', { body: customer }));
}

export function createContact(contact: ContactCreate) {
  return call(api.POST('/api/v1/contacts', { body: contact }));
}

function sendCustomer(id: string, version: number, change: CustomerUpdate) {
  const params = { path: { customer_id: id }, header: ifMatch(version) };
  return call(api.PATCH('/api/v1/customers/{customer_id}', { params, body: change }));
}

function sendContact(id: string, version: number, change: ContactUpdate) {
  const params = { path: { contact_id: id }, header: ifMatch(version) };
  return call(api.PATCH('/api/v1/contacts/{contact_id}', { params, body: change }));
}

/** Shows the change at once; a refusal puts the old values back. */
export function useSaveCustomer(customer: Customer, { isInForm = false } = {}) {
  const queryClient = useQueryClient();
  const key = ['customers', 'one', customer.id];
  return useMutation({
    meta: { isInForm },
    mutationFn: (change: CustomerUpdate) =>
      saveVersioned({
        version: customer.version,
        send: (version) => sendCustomer(customer.id, version, change),
        latestVersion: async () => (await loadCustomer(customer.id)).version,
      }),
    onMutate: (change) => {
      queryClient.setQueryData(key, { ...customer, ...change });
    },
    onSuccess: (saved) => queryClient.setQueryData(key, saved),
    onError: () => queryClient.setQueryData(key, customer),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['customers'] }),
  });
}

export function useSaveContact(contact: Contact) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactUpdate) =>
      saveVersioned({
        version: contact.version,
        send: (version) => sendContact(contact.id, version, change),
        latestVersion: async () => (await loadContact(contact.id)).version,
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['contacts'] }),
  });
}

export function deleteCustomer(id: string) {
  return call(
    api.DELETE('/api/v1/customers/{customer_id}', {
      params: { path: { customer_id: id } },
      keepalive: true,
    }),
  );
}

export function deleteContact(id: string) {
  return call(
    api.DELETE('/api/v1/contacts/{contact_id}', {
      params: { path: { contact_id: id } },
      keepalive: true,
    }),
  );
}

function loadCustomer(id: string) {
  return call(
    api.GET('/api/v1/customers/{customer_id}', { params: { path: { customer_id: id } } }),
  );
}

function loadContact(id: string) {
  return call(api.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } } }));
}
