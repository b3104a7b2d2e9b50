import { ProblemError } from '@/api/problem';
import { t } from '@/locales/t';

/** One or two sentences for a person about what went wrong. */
export function problemText(cause: unknown): string {
  if (!(cause instanceof ProblemError)) return t('problem.unexpected');
  if (cause.status === 0) return t('problem.offline');
  if (cause.status === 403) return cause.detail ?? t('problem.forbidden');
  const title = cause.message === '' ? t('problem.unexpected') : cause.message;
  const fields = cause.fields.map((field) => field.message);
  return [title, cause.detail ?? fields.join(' ')].filter((part) => part !== '').join('. ');
}
