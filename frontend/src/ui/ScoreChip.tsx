import { t, tDynamic } from '@/locales/t';
import { StatusChip, type Tone } from './StatusChip';

export interface Scored {
  metric: string;
  score?: number | null;
  highest: number;
  standing?: string | null;
}

const TONES: Record<string, Tone> = { good: 'good', middling: 'watch', low: 'risk' };

/** What somebody answered: the number on its scale, and what it means as word, shape and colour. */
export function ScoreChip(scored: Scored) {
  return <StatusChip tone={scoreTone(scored)} label={scoreLabel(scored)} />;
}

export function scoreTone({ score, standing }: Scored): Tone {
  return typeof score === 'number' ? (TONES[standing ?? ''] ?? 'neutral') : 'neutral';
}

export function scoreLabel({ metric, score, highest, standing }: Scored): string {
  if (typeof score !== 'number') return t('score.none');
  const stands = standing ?? 'middling';
  const word = metric === 'nps' ? tDynamic('npsClass', stands) : tDynamic('standing', stands);
  return t('score.given', { score, highest, word });
}
