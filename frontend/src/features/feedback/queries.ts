import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import { pagedQuery } from '@/api/paging';
import type { SurveyResponse, SurveyResponseUpdate } from '@/api/types';

const PAGE = 50;
const LATEST = 3;

export interface FeedbackFilter {
  q?: string;
  metric?: SurveyResponse['metric'];
  standing?: NonNullable<SurveyResponse['standing']>;
  customer_id?: string;
  project_id?: string;
  sort: string;
}

/** The customer or the project that answers are about. */
export interface FeedbackSubject {
  customer_id?: string;
  project_id?: string;
}

export function responsesQuery(filter: FeedbackFilter) {
  return pagedQuery(['survey-responses', 'list', filter], (cursor, signal) =>
    call(
      api.GET('/api/v1/survey-responses', {
        params: { query: { ...filter, limit: PAGE, cursor } },
        signal,
      }),
    ),
  );
}

export function latestQuery(subject: FeedbackSubject) {
  return queryOptions({
    queryKey: ['survey-responses', 'latest', subject],
    queryFn: ({ signal }) => {
      const query = { ...subject, limit: LATEST };
      return call(api.GET('/api/v1/survey-responses', { params: { query }, signal }));
    },
  });
}

export function summaryQuery(subject: FeedbackSubject) {
  return queryOptions({
    queryKey: ['survey-responses', 'summary', subject],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/survey-responses/summary', { params: { query: subject }, signal })),
  });
}

export function responseQuery(id: string) {
  return queryOptions({
    queryKey: ['survey-responses', 'one', id],
    queryFn: () => loadResponse(id),
  });
}

export function deleteResponse(id: string) {
  return call(
    api.DELETE('/api/v1/survey-responses/{survey_response_id}', {
      params: { path: { survey_response_id: id } },
      keepalive: true,
    }),
  );
}

/** Puts an answer to another customer, person or project. */
export function useMoveResponse(response: SurveyResponse) {
  const queryClient = useQueryClient();
  return useMutation({
    meta: { isInForm: true },
    mutationFn: (place: SurveyResponseUpdate) =>
      saveVersioned({
        version: response.version,
        send: (version) => sendPlace(response.id, version, place),
        latestVersion: async () => (await loadResponse(response.id)).version,
      }),
    onSuccess: (moved) =>
      queryClient.setQueryData(responseQuery(response.id).queryKey, moved satisfies SurveyResponse),
    onSettled: () =>
      Promise.all(
        ['survey-responses', 'timeline', 'inbound-messages', 'customers'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

function sendPlace(id: string, version: number, place: SurveyResponseUpdate) {
  const params = { path: { survey_response_id: id }, header: ifMatch(version) };
  return call(api.PATCH('/api/v1/survey-responses/{survey_response_id}', { params, body: place }));
}

function loadResponse(id: string): Promise<SurveyResponse> {
  const params = { path: { survey_response_id: id } };
  return call(api.GET('/api/v1/survey-responses/{survey_response_id}', { params }));
}

/** Projects that an answer of a customer can be about. */
export function projectChoicesQuery(customerId: string | null) {
  return queryOptions({
    queryKey: ['projects', 'choices', customerId],
    queryFn: () => {
      const query = { customer_id: customerId ?? undefined, limit: 100, sort: 'name' };
      return call(api.GET('/api/v1/projects', { params: { query } }));
    },
  });
}
