const REMOTE = /^(?:https?:)?\/\//i;
const ENCLOSED = /^cid:/i;
const REMOTE_STYLE = /url\s*\(/i;
const GUESSED_HEIGHT = 120;

/** Pictures that are at hand as `data:` addresses, by the address that the mail gives them. */
export type Pictures = ReadonlyMap<string, string>;

export interface MailPage {
  /** The mail's HTML without anything that would be fetched from elsewhere. */
  safe: string;
  /** Addresses of pictures elsewhere, and of pictures that came with the mail. */
  remote: string[];
  enclosed: string[];
  /** How much of its height is pictures, in pixels; guessed where the mail does not say. */
  pictured: number;
}

/**
 * Takes out of a mail whatever would be fetched from elsewhere when it is shown: that tells the
 * sender who reads it, and when. Parsing alone fetches nothing. A picture that is not at hand
 * leaves its alternative text.
 */
export function withoutRemote(html: string, pictures: Pictures): MailPage {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const remote = new Set<string>();
  const enclosed = new Set<string>();
  let pictured = 0;
  for (const picture of page.querySelectorAll('img')) {
    const address = (picture.getAttribute('src') ?? '').trim();
    const { width, height } = sides(picture);
    // Nobody sees a pixel, so it is there to be counted only.
    const isPixel = width === 0 || height === 0 || (width === 1 && height === 1);
    if (ENCLOSED.test(address)) enclosed.add(address);
    if (REMOTE.test(address) && !isPixel) remote.add(address);
    if (!isPixel) pictured += height ?? GUESSED_HEIGHT;
    const shown = pictures.get(address);
    if (shown === undefined) picture.removeAttribute('src');
    else picture.setAttribute('src', shown);
  }
  for (const name of ['src', 'srcset', 'background', 'poster']) {
    for (const element of page.querySelectorAll(`[${name}]`)) {
      if (name !== 'src' || element.tagName !== 'IMG') element.removeAttribute(name);
    }
  }
  for (const element of page.querySelectorAll('[style]')) {
    if (REMOTE_STYLE.test(element.getAttribute('style') ?? '')) element.removeAttribute('style');
  }
  for (const element of page.querySelectorAll('link, style, script, base, meta')) element.remove();
  return { safe: page.body.innerHTML, remote: [...remote], enclosed: [...enclosed], pictured };
}

/** What the mail says of a picture's size, in pixels; nothing of percentages. */
function sides(picture: Element): { width: number | undefined; height: number | undefined } {
  const [width, height] = ['width', 'height'].map((name) => {
    const said = /^\s*(\d{1,5})(?:px)?\s*$/.exec(picture.getAttribute(name) ?? '')?.[1];
    return said === undefined ? undefined : Number(said);
  });
  return { width, height };
}
