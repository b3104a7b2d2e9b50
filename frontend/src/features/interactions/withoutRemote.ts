const REMOTE = /^\s*(?:https?:)?\/\//i;
/** Of what a mail shows, only this came with it; a path without a host would be one of ours. */
const ENCLOSED = /^\s*(?:data:image\/|cid:)/i;
const REMOTE_STYLE = /url\s*\(/i;

/**
 * Takes out of a mail whatever would be fetched from elsewhere when it is shown: that tells the
 * sender who reads it, and when. Parsing alone fetches nothing.
 */
export function withoutRemote(html: string): { safe: string; isReduced: boolean } {
  const page = new DOMParser().parseFromString(html, 'text/html');
  let isReduced = false;
  for (const element of page.querySelectorAll('[src], [srcset], [background], [poster]')) {
    for (const name of ['src', 'srcset', 'background', 'poster']) {
      const address = element.getAttribute(name);
      if (address === null || ENCLOSED.test(address)) continue;
      element.removeAttribute(name);
      isReduced ||= REMOTE.test(address);
    }
  }
  for (const element of page.querySelectorAll('[style]')) {
    if (REMOTE_STYLE.test(element.getAttribute('style') ?? '')) element.removeAttribute('style');
  }
  for (const element of page.querySelectorAll('link, style, script, base, meta')) element.remove();
  return { safe: page.body.innerHTML, isReduced };
}
