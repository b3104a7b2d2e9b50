import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from '../../tests/sources';
import en from './en.json';
import {
  daysFromToday,
  ownDay,
  relativeDay,
  relativeTime,
  setWorkspaceZone,
  workspaceToday,
} from './format';
import { type MessageKey, t, tDynamic } from './t';

const known = new Set(Object.keys(en));

test('every sentence that the code asks for is in the catalogue', () => {
  const missing = sourceFiles().flatMap(({ path, text }) => {
    const asked = [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    return asked.filter((key) => !known.has(key)).map((key) => `${path}: ${key}`);
  });
  expect(missing).toEqual([]);
});

test('every sentence of the catalogue is used', () => {
  const code = sourceFiles()
    .map(({ text }) => text)
    .join('\n');
  const prefixes = [...code.matchAll(/(?:\bt\(`|tDynamic\(\s*')([\w.]+?)(?:\.\$\{|')/g)].map(
    ([, prefix = '']) => `${prefix}.`,
  );
  const unused = [...known].filter(
    (key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

test('every value that the contract lists has a word', () => {
  const contract = JSON.parse(readFileSync('openapi.json', 'utf8')) as Contract;
  const schemas = contract.components.schemas;
  const missing = [
    ['projectStatus', schemas.ProjectRead?.properties.status],
    ['taskStatus', schemas.TaskRead?.properties.status],
    ['phaseStatus', schemas.PhaseRead?.properties.status],
    ['channel', schemas.InteractionRead?.properties.channel],
    ['direction', schemas.InteractionRead?.properties.direction],
    ['kind', schemas.CustomerRead?.properties.kind],
    ['role', schemas.MemberRead?.properties.role],
    ['messageKind', schemas.InboundMessageRead?.properties.kind],
    ['metric', schemas.SurveyResponseRead?.properties.metric],
    ['deliveryChannel', schemas.DeliveryRead?.properties.channel],
    ['deliveryStatus', schemas.DeliveryRead?.properties.status],
    ['inbound.tab', schemas.InboundMessageRead?.properties.status],
  ].flatMap(([prefix, property]) => {
    const values = (property as Property | undefined)?.enum ?? ['<nothing listed>'];
    return values.map((value) => `${prefix}.${value}`).filter((key) => !known.has(key));
  });
  expect(missing).toEqual([]);
});

interface Property {
  enum?: string[];
}
interface Contract {
  components: { schemas: Record<string, { properties: Record<string, Property> }> };
}

test('values are put in, numbers and plurals as the language has them', () => {
  expect(t('page.title', { page: 'Today' })).toBe('Today · Rapport');
  expect(t('time.daysLate', { count: 1 })).toBe('1 day late');
  expect(t('time.daysLate', { count: 1200 })).toBe('1,200 days late');
  expect(t('page.title')).toBe('{page} · Rapport');
});

test('a value without a word is shown readably, never as a key', () => {
  expect(tDynamic('event', 'risk.escalated_again')).toBe('risk escalated again');
  expect(tDynamic('channel', 'email')).toBe(t('channel.email' satisfies MessageKey));
});

test('days and instants are said as people say them', () => {
  const now = new Date(2026, 10, 21, 12, 0, 0);
  expect(ownDay(now)).toBe('2026-11-21');
  expect(daysFromToday('2026-11-19', now)).toBe(-2);
  expect(relativeDay('2026-11-21', now)).toBe(t('time.today'));
  expect(relativeDay('2026-11-22', now)).toBe(t('time.tomorrow'));
  expect(relativeTime(new Date(2026, 10, 21, 11, 59, 40).toISOString(), now)).toBe(t('time.now'));
  expect(relativeTime(new Date(2026, 10, 21, 9, 0, 0).toISOString(), now)).toBe('3 hours ago');
});

test('a day begins and ends where the workspace is', () => {
  const lateEvening = new Date('2026-11-21T23:30:00Z');
  setWorkspaceZone('Europe/Helsinki');
  expect(workspaceToday(lateEvening)).toBe('2026-11-22');
  expect(daysFromToday('2026-11-21', lateEvening)).toBe(-1);
  expect(relativeDay('2026-11-22', lateEvening)).toBe(t('time.today'));
  setWorkspaceZone('America/New_York');
  expect(workspaceToday(lateEvening)).toBe('2026-11-21');
  expect(daysFromToday('2026-11-21', lateEvening)).toBe(0);
  expect(relativeDay('2026-11-22', lateEvening, '2026-11-22')).toBe(t('time.today'));
});
