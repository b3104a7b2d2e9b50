import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call } from '@/api/client';
import { ProblemError } from '@/api/problem';
import type { Interaction } from '@/api/types';
import { fetchAttachment } from './downloads';
import { gather } from './gathering';
import { rasterType } from './raster';
import type { Pictures } from './withoutRemote';

const NONE: Pictures = new Map();
const MOST_OCTETS = 5 * 1024 * 1024;

type Attachment = Interaction['attachments'][number];

/** The pictures that came with a mail: fetched at once, since that tells nobody. */
export function useEnclosedPictures(interaction: Interaction, addresses: string[]): Pictures {
  const found = useQuery({
    queryKey: ['mail-pictures', interaction.id, addresses],
    queryFn: async () => (await gather(addresses, { fetchOne: enclosedOf(interaction) })).pictures,
    enabled: addresses.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return found.data ?? NONE;
}

export interface RemotePictures {
  pictures: Pictures;
  state: 'left out' | 'coming' | 'shown' | 'some missing';
  /** How many have been asked for, and with which result. */
  done: number;
  failed: number;
  cause: unknown;
  show: () => void;
}

/** The pictures that a mail shows from elsewhere: none is fetched before a person says so. */
export function useRemotePictures(interactionId: string, addresses: string[]): RemotePictures {
  const [pictures, setPictures] = useState<Pictures>(NONE);
  const [done, setDone] = useState(0);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);
  const fetching = useMutation({
    mutationFn: async () => {
      const missing = addresses.filter((address) => !pictures.has(address));
      setDone(0);
      const { signal } = leaving.current;
      const fetchOne = (address: string) => fetchRemote(interactionId, address, signal);
      const found = await gather(missing, { fetchOne, onProgress: setDone });
      setPictures(new Map([...pictures, ...found.pictures]));
      return found;
    },
  });
  const failed = fetching.data?.failed.length ?? 0;
  const ended = failed > 0 ? 'some missing' : 'shown';
  return {
    pictures,
    state: fetching.isPending ? 'coming' : fetching.isSuccess ? ended : 'left out',
    done,
    failed,
    cause: fetching.data?.cause,
    show: () => {
      if (!fetching.isPending) fetching.mutate();
    },
  };
}

async function fetchRemote(id: string, url: string, signal: AbortSignal): Promise<string> {
  const params = { path: { interaction_id: id }, query: { url } };
  const path = '/api/v1/interactions/{interaction_id}/remote-picture';
  return asData(await call(api.GET(path, { params, parseAs: 'arrayBuffer', signal })));
}

function enclosedOf({ id, attachments }: Interaction): (address: string) => Promise<string> {
  return async (address) => {
    const file = attachments.find((one) => isNamed(one, address));
    if (!file?.is_stored || file.size > MOST_OCTETS) throw new ProblemError(404, {});
    return asData(await fetchAttachment(id, file.id));
  };
}

/** `cid:` holds the Content-ID in the form of an address (RFC 2392). */
function isNamed(file: Attachment, address: string): boolean {
  const named = address.replace(/^cid:/i, '');
  return (
    file.content_id !== null && (file.content_id === named || file.content_id === decoded(named))
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The frame has no origin of its own, so it can show what its page holds, and nothing by address. */
function asData(octets: ArrayBuffer): Promise<string> {
  const type = rasterType(octets);
  if (type === null) return Promise.reject(new ProblemError(404, {}));
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([octets], { type }));
  });
}
