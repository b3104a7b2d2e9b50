import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleHalf2,
  IconEyeFilled,
} from '@tabler/icons-react';
import classes from './StatusChip.module.css';

export type Tone = 'good' | 'watch' | 'risk' | 'neutral' | 'accent';

const SHAPES = {
  good: IconCircleCheckFilled,
  watch: IconEyeFilled,
  risk: IconAlertTriangleFilled,
  neutral: IconCircle,
  accent: IconCircleHalf2,
} as const;

/** A state as shape, word and colour together, so that none of them is needed alone. */
export function StatusChip({ tone, label }: { tone: Tone; label: string }) {
  const Shape = SHAPES[tone];
  return (
    <span className={`${classes.chip} ${classes[tone]}`}>
      <Shape size={13} stroke={2.4} aria-hidden />
      {label}
    </span>
  );
}

export function StateShape({ tone, label }: { tone: Tone; label: string }) {
  return (
    <span className={`${classes.shape} ${classes[`${tone}Shape`]}`} title={label}>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
