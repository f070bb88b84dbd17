/** A card's words as plain text: a line a fact, what sources differ in below it, each report under its number. */

/**
 * @param {Element} title
 * @param {Element} body
 */
export function asText(title, body) {
  const lines = [wordsOf(title)];
  for (const part of body.children) {
    if (part.matches('dl')) {
      lines.push(...factsOf(part));
      continue;
    }
    const [heading, ...content] = part.children;
    lines.push('', `${wordsOf(heading)}:`);
    for (const one of content) lines.push(...linesOf(one));
  }
  return lines.join('\n');
}

/** @param {Element} element @returns {string[]} */
function linesOf(element) {
  if (element.matches('dl')) return factsOf(element);
  if (element.matches('details')) return [...element.children].flatMap((one) => (one.matches('summary') ? [`${wordsOf(one)}:`] : linesOf(one)));
  if (element.matches('ol')) return [...element.children].flatMap((report, i) => reportOf(report, i + 1));
  if (element.matches('ul')) return [...element.children].map((line) => `- ${wordsOf(line)}`);
  return [wordsOf(element)];
}

/** @param {Element} list */
const factsOf = (list) =>
  [...list.children].flatMap((fact) => {
    const [term, value] = fact.children;
    const said = [...value.children].filter((one) => !one.matches('.differences')).map(wordsOf).filter(Boolean);
    const differences = [...value.querySelectorAll(':scope > .differences > li')].flatMap(differenceOf);
    return [`${wordsOf(term)}: ${said.join('; ') || [...value.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent).join('')}`, ...differences];
  });

/** @param {Element} difference */
const differenceOf = (difference) => [
  `  ${wordsOf(/** @type {Element} */ (difference.querySelector('strong, summary')))}:`,
  ...[...difference.querySelectorAll('.value')].map((value) => {
    const [said, who, ...quote] = [...value.children];
    const report = who.querySelector('sup')?.textContent;
    const name = [...who.childNodes].filter((one) => one.nodeName !== 'SUP').map((one) => one.textContent).join('');
    return `  - ${wordsOf(said)}: ${name}${report ? ` [${report}]` : ''}${quote.length ? ` “${quote.map(wordsOf).join(' ')}”` : ''}`;
  }),
];

/**
 * @param {Element} report
 * @param {number} number
 */
function reportOf(report, number) {
  const quote = report.querySelector('blockquote');
  const by = report.querySelector('.by');
  if (!quote) return [`[${number}] ${wordsOf(by ?? report)}`];
  return [`[${number}] “${wordsOf(quote)}”`, ...(by ? [`    ${wordsOf(by)}`] : [])];
}

/** An element's text, with the addresses of its links. @param {Node} node @returns {string} */
function wordsOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  const words = [...node.childNodes].map((one, i) => (i && one instanceof Element && one.matches('span.why') ? `: ${wordsOf(one)}` : wordsOf(one))).join('');
  return node instanceof HTMLAnchorElement && words !== node.getAttribute('href') ? `${words} <${node.href}>` : words;
}
