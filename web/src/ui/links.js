/** Which addresses become links. */

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address as a link may carry it, or null: then it is shown as text.
 * @param {unknown} url
 */
export function safeUrl(url) {
  if (typeof url !== 'string') return null;
  // Without a scheme it would be a link into the reader's own disk.
  if (!/^(https?:\/\/|mailto:)/i.test(url.trim())) return null;
  try {
    const parsed = new URL(url.trim());
    return SAFE.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}
