import type { InboundProvider, InboundSourceSettings } from '@/api/types';
import { type MappingRow, mappingBody, mappingPlaces, namedTwice } from './mapping';

/** Settings that are a line of text and belong to some providers only. */
export const WORDS = [
  'address',
  'public_key',
  'signed_url',
  'inbound_secret',
  'topic_arn',
  'client_id',
  'access_token',
  'api_key',
] as const;

export type SourceForm = {
  name: string;
  secret: string;
  basic_auth: string;
  create_contacts: boolean;
  quiet_after_days: number | '';
  mapping: MappingRow[];
} & Record<(typeof WORDS)[number], string>;

export const EMPTY: SourceForm = {
  name: '',
  secret: '',
  basic_auth: '',
  create_contacts: false,
  quiet_after_days: '',
  mapping: [],
  address: '',
  public_key: '',
  signed_url: '',
  inbound_secret: '',
  topic_arn: '',
  client_id: '',
  access_token: '',
  api_key: '',
};

/** API fields that stand at a form field of another name. */
const RENAMED = Object.fromEntries(
  ['basic_auth', 'create_contacts', 'quiet_after_days', ...WORDS].map((key) => [
    `settings.${key}`,
    key,
  ]),
);

/** Where the form shows what the server says of a setting. */
export function placesIn({ mapping }: SourceForm): Record<string, string> {
  return { ...RENAMED, ...mappingPlaces(mapping) };
}

/** What the server could not see, before anything is sent. */
export function validate({ mapping }: SourceForm): Record<string, string> {
  return namedTwice(mapping);
}

/** What was filled in, of what the provider uses; an empty secret field says nothing. */
export function settingsOf(form: SourceForm, provider: InboundProvider): InboundSourceSettings {
  const uses = new Set(provider.settings);
  const words = ['basic_auth' as const, ...WORDS].filter(
    (key) => uses.has(key) && form[key] !== '',
  );
  return {
    ...Object.fromEntries(words.map((key) => [key, form[key]])),
    ...(uses.has('create_contacts') ? { create_contacts: form.create_contacts } : {}),
    ...(uses.has('mapping') ? { mapping: mappingBody(form.mapping) } : {}),
    quiet_after_days: form.quiet_after_days === '' ? null : form.quiet_after_days,
  };
}
