import { ProblemError } from '@/api/problem';
import { t } from '@/locales/t';

/** One or two sentences for a person about what went wrong. */
export function problemText(cause: unknown): string {
  if (!(cause instanceof ProblemError)) return t('problem.unexpected');
  if (cause.status === 0) return t('problem.offline');
  if (cause.status === 403) return cause.detail ?? t('problem.forbidden');
  const title = cause.message === '' ? t('problem.unexpected') : cause.message;
  // What is wrong with the fields says more than the sentence around it.
  if (cause.fields.length > 0) return cause.fields.map((field) => field.message).join(' ');
  return cause.detail === null ? title : `${title}. ${cause.detail}`;
}
