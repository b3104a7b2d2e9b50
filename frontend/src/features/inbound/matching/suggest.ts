import type { SearchHit } from '@/api/types';

/** Domains of which everybody may have an address: they say nothing about who somebody works for. */
const FREE_MAIL = new Set([
  'aol.com',
  'gmail.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.com',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'web.de',
  'yahoo.com',
]);
const MOST = 9;

/** What a digit key puts a mail to. A contact stands for the customer they work for. */
export interface Suggestion {
  kind: 'customer' | 'contact';
  id: string;
  label: string;
}

export interface Sender {
  name: string | null;
  address: string | null;
}

/** The domain of an organisation; null where there is none or everybody may have an address there. */
export function ownDomain(address: string | null): string | null {
  const domain = address?.split('@')[1]?.toLowerCase() ?? '';
  return domain === '' || FREE_MAIL.has(domain) ? null : domain;
}

/** The word of a domain that is most likely a name: `northwind` of `mail.northwind.co.uk`. */
export function nameInDomain(domain: string): string {
  const parts = domain.split('.').filter((part) => part !== '');
  const last = parts.length - 1;
  const isCountryPair = parts.length > 2 && (parts[last - 1]?.length ?? 0) <= 3;
  return parts[isCountryPair ? last - 2 : Math.max(0, last - 1)] ?? '';
}

/** What to look for, the most telling first. */
export function termsFor({ name, address }: Sender): string[] {
  const domain = ownDomain(address);
  const terms = [domain === null ? '' : nameInDomain(domain).replaceAll('-', ' '), name ?? ''];
  return [...new Set(terms.map((term) => term.trim()))].filter((term) => term.length > 1);
}

/** A customer for a sender that nobody knows, as good as can be told from the address. */
export function customerFor({ name, address }: Sender) {
  const domain = ownDomain(address);
  if (domain === null) {
    return { name: name || address || '', kind: 'person' as const, domains: [] };
  }
  const words = nameInDomain(domain).split('-').filter(Boolean);
  const written = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  return { name: written || domain, kind: 'company' as const, domains: [domain] };
}

/** The found records, each once, as many as there are digits. */
export function suggestionsFrom(found: readonly (readonly SearchHit[])[]): Suggestion[] {
  const known = new Map<string, Suggestion>();
  for (const hit of found.flat()) {
    if ((hit.type === 'customer' || hit.type === 'contact') && !known.has(hit.id)) {
      known.set(hit.id, { kind: hit.type, id: hit.id, label: hit.title });
    }
  }
  return [...known.values()].slice(0, MOST);
}
