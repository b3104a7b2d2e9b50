import type { LinkProps } from '@tanstack/react-router';
import type { InboundMessage } from '@/api/types';
import { t } from '@/locales/t';
import { scoreLabel } from '@/ui/ScoreChip';
import { subjectLink } from '@/ui/subjectLink';

export interface Carried {
  /** Null where the request became nothing that has a subject. */
  title: string | null;
  name: string | null;
  address: string | null;
  /** What an answered survey scored, in words. */
  score: string | null;
  link: LinkProps | undefined;
}

type Told = Pick<InboundMessage, 'mails' | 'answers' | 'interaction_ids'>;

/** What came of a request: a mail, or an answered survey. */
export function carried({ mails, answers, interaction_ids }: Told): Carried {
  const [mail, answer, interactionId] = [mails[0], answers[0], interaction_ids[0]];
  const { from_name = null, from_address = null } = answer ?? mail ?? {};
  const sender = { name: from_name, address: from_address };
  if (answer !== undefined) {
    return {
      ...sender,
      title: answer.survey_name || t('subject.survey_response'),
      score: scoreLabel(answer),
      link: subjectLink({ kind: 'survey_response', id: answer.survey_response_id }),
    };
  }
  return {
    ...sender,
    title: mail?.subject || (interactionId === undefined ? null : t('timeline.noSubject')),
    score: null,
    link: interactionId ? subjectLink({ kind: 'interaction', id: interactionId }) : undefined,
  };
}
