import en from './en.json';

export type MessageKey = keyof typeof en;
export type Values = Record<string, string | number>;
type Message = string | { one: string; other: string };
type Catalogue = Record<MessageKey, Message>;

/** One file per language beside `en.json`; each is fetched only when it is chosen. */
const loaders = import.meta.glob<{ default: Partial<Catalogue> }>(['./*.json', '!./en.json']);

let language = 'en';
let catalogue: Catalogue = en;
const listeners = new Set<() => void>();

export function currentLanguage(): string {
  return language;
}

export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Switches the language; a sentence missing in it is shown in English. */
export async function setLanguage(next: string): Promise<void> {
  const load = loaders[`./${next}.json`];
  const loaded = load === undefined ? {} : (await load()).default;
  language = load === undefined ? 'en' : next;
  catalogue = { ...en, ...loaded };
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** The sentence for a key. `{name}` takes a value; `count` chooses between singular and plural. */
export function t(key: MessageKey, values: Values = {}): string {
  const message = catalogue[key];
  const sentence = typeof message === 'string' ? message : pluralForm(message, values.count);
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}

/** For keys made of a fixed start and a value of the API, such as `channel.email`. */
export function tDynamic(prefix: string, value: string, values: Values = {}): string {
  const key = `${prefix}.${value}`;
  return key in catalogue ? t(key as MessageKey, values) : value.replaceAll(/[._]/g, ' ');
}

function pluralForm(message: { one: string; other: string }, count: string | number | undefined) {
  const rule = new Intl.PluralRules(language).select(Number(count ?? 0));
  return rule === 'one' ? message.one : message.other;
}
