import type { SurveyResponse } from '@/api/types';
import { t } from '@/locales/t';

type Told = Pick<SurveyResponse, 'respondent_name' | 'respondent_address' | 'survey_name'>;

/** Who answered, as far as the survey knows. */
export function whoAnswered(response: Told): string {
  return response.respondent_name || response.respondent_address || t('feedback.somebody');
}

export function surveyName(response: Pick<Told, 'survey_name'>): string {
  return response.survey_name || t('feedback.unnamed');
}

/** A question as people read it: form builders leave marks in it for what was answered before. */
export function readable(question: string): string {
  return question
    .replaceAll(/\{\{[^{}]*\}\}/g, '…')
    .replaceAll(/\*([^*\n]+)\*/g, '$1')
    .trim();
}
