import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form';
import { type FormEvent, useState } from 'react';
import { ReloadChosen } from '@/api/conflict';
import { fieldMessages, ProblemError } from '@/api/problem';
import { problemText } from './problemText';

export interface ProblemForm<V extends Record<string, unknown>> {
  form: UseFormReturnType<V>;
  /** What could not be tied to a field. */
  problem: string | null;
  isSending: boolean;
  submit: (event?: FormEvent<HTMLFormElement>) => void;
}

/**
 * A form whose rules are the server's: a 422 puts each message at the field its pointer names,
 * anything else is said once above the buttons. `rename` maps API fields to form fields; as a
 * function where the values decide which those are.
 */
export function useProblemForm<V extends Record<string, unknown>>(
  input: UseFormInput<V>,
  send: (values: V) => Promise<unknown>,
  rename: Record<string, string> | ((values: V) => Record<string, string>) = {},
): ProblemForm<V> {
  const form = useForm<V>(input);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  async function trySend(values: V) {
    setSending(true);
    setProblem(null);
    try {
      await send(values);
    } catch (cause) {
      if (cause instanceof ReloadChosen) return;
      const places = typeof rename === 'function' ? rename(values) : rename;
      const { errors, rest } = splitProblem(cause, fieldsOf(values), places);
      form.setErrors(errors);
      setProblem(rest);
    } finally {
      setSending(false);
    }
  }
  const submit = form.onSubmit((values) => void trySend(values));
  return { form, problem, isSending, submit };
}

export function splitProblem(
  cause: unknown,
  fields: string[],
  rename: Record<string, string>,
): { errors: Record<string, string>; rest: string | null } {
  const messages = cause instanceof ProblemError ? fieldMessages(cause) : {};
  const errors: Record<string, string> = {};
  const unplaced: string[] = [];
  for (const [path, message] of Object.entries(messages)) {
    const field = placeOf(path, fields, rename);
    if (field === null) unplaced.push(message);
    else errors[field] ??= message;
  }
  const isPlaced = Object.keys(errors).length > 0 && unplaced.length === 0;
  return { errors, rest: isPlaced ? null : unplaced.join(' ') || problemText(cause) };
}

/** Every field of a form by its path, also those in lists of lines (`external_refs.0.url`). */
export function fieldsOf(values: Record<string, unknown>): string[] {
  const inLines = Object.entries(values).flatMap(([name, lines]) =>
    Array.isArray(lines)
      ? lines.flatMap((line, index) => lineFields(line, `${name}.${index}`))
      : [],
  );
  return [...Object.keys(values), ...inLines];
}

function lineFields(line: unknown, path: string): string[] {
  const isLine = typeof line === 'object' && line !== null;
  return isLine ? Object.keys(line).map((name) => `${path}.${name}`) : [];
}

/** The form field of an API path: itself, its renamed self, or the field it is a part of. */
function placeOf(path: string, fields: string[], rename: Record<string, string>): string | null {
  const root = path.split('.')[0] ?? '';
  const candidates = [rename[path], rename[root], path, root];
  return candidates.find((name) => name !== undefined && fields.includes(name)) ?? null;
}
