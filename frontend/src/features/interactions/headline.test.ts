import { expect, test } from 'vitest';
import { headline } from './headline';

function said(channel: string, direction: string) {
  return headline({ type: 'interaction', channel, direction });
}

test('a call says who called, a meeting and a note go no way', () => {
  expect(said('call', 'outbound')).toBe('Call, we called');
  expect(said('call', 'inbound')).toBe('Call, they called');
  expect(said('call', 'internal')).toBe('Call');
  expect(said('meeting', 'outbound')).toBe('Meeting');
  expect(said('note', 'internal')).toBe('Note');
  expect(said('chat', 'internal')).toBe('Chat');
});

test('what is sent or received says so, after who did it', () => {
  expect(said('email', 'inbound')).toBe('Email, received');
  expect(said('chat', 'outbound')).toBe('Chat, sent');
  const item = { type: 'interaction', channel: 'email', direction: 'outbound' };
  expect(headline({ ...item, actor_name: 'Mikko Salo' })).toBe('Mikko Salo · Email, sent');
  expect(headline({ type: 'project_event', event_type: 'phase.created' })).toBe('Phase added');
});
