import { randomId } from '@/api/ids';
import type { InboundSource, SurveyResponse } from '@/api/types';
import { t } from '@/locales/t';

type Mapping = InboundSource['settings']['mapping'];
export type Metric = SurveyResponse['metric'];

export const METRICS = ['nps', 'csat', 'ces', 'custom'] as const satisfies readonly Metric[];

/** One line of the form; the key tells the lines apart while they are edited. */
export interface MappingRow {
  key: string;
  question: string;
  metric: Metric;
}

export function emptyRow(): MappingRow {
  return { key: randomId(), question: '', metric: 'nps' };
}

export function mappingRows(mapping: Mapping): MappingRow[] {
  return Object.entries(mapping ?? {}).map(([question, metric]) => ({
    key: randomId(),
    question,
    metric,
  }));
}

/** What the API takes; no lines clear the mapping. A line without a question is for the server to refuse. */
export function mappingBody(rows: MappingRow[]): Mapping {
  if (rows.length === 0) return null;
  return Object.fromEntries(rows.map(({ question, metric }) => [question.trim(), metric]));
}

/** Where the form shows what the server says of a question or its metric: its pointers name the question itself. */
export function mappingPlaces(rows: MappingRow[]): Record<string, string> {
  const places: Record<string, string> = { 'settings.mapping': 'mapping' };
  for (const [index, { question }] of rows.entries()) {
    const path = `settings.mapping.${question.trim()}`;
    places[`${path}.[key]`] ??= `mapping.${index}.question`;
    places[path] ??= `mapping.${index}.metric`;
  }
  return places;
}

/** A question that an earlier line names already. The API cannot see it: in an object the last one would win. */
export function namedTwice(rows: MappingRow[]): Record<string, string> {
  const names = rows.map(({ question }) => plain(question));
  const later = names.flatMap((name, index) =>
    name !== '' && names.indexOf(name) < index ? [index] : [],
  );
  return Object.fromEntries(
    later.map((index) => [`mapping.${index}.question`, t('mapping.twice')]),
  );
}

/** What answers named that can carry a score: questions answered by a number, then calculated values. */
export function scorable(responses: Pick<SurveyResponse, 'answers' | 'variables'>[]): string[] {
  const asked = responses.flatMap(({ answers }) =>
    answers.map(({ question, answer }) => [question, answer] as const),
  );
  const calculated = responses.flatMap(({ variables }) => Object.entries(variables));
  const found = new Map<string, string>();
  for (const [name, value] of [...asked, ...calculated]) {
    if (isNumber(value) && plain(name) !== '' && !found.has(plain(name))) {
      found.set(plain(name), name.trim());
    }
  }
  return [...found.values()];
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}

/** Names are compared as the provider's reader does it. */
function plain(name: string): string {
  return name.trim().toLowerCase();
}
