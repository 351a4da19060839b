/** A piece of HTML, as opposed to text that has still to be escaped. */
export interface Html {
  readonly html: string;
}

/** HTML from a template: what is inserted is escaped unless it is HTML itself; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { html: strings.reduce((text, part, k) => text + (k > 0 ? inserted(values[k - 1]) : "") + part, "") };
}

export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

function inserted(value: HtmlValue): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "html" in value ? value.html : value.map(inserted).join("");
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** An SVG document as a part of a page: its ids are made its own, so that figures do not use each other's clips. */
export function inlineSvg(svg: string, name: string): Html {
  const own = svg
    .replace(/^<\?xml[^>]*>\s*/, "")
    .replaceAll(/\bid="([^"]+)"/g, `id="${name}-$1"`)
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${name}-$1)`)
    .replaceAll(/href="#([^"]+)"/g, `href="#${name}-$1"`);
  return { html: own };
}

/** A table; the first row is the head. */
export function table(rows: readonly (readonly HtmlValue[])[]): Html {
  const [head, ...body] = rows;
  return html`<table>
<thead><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr></thead>
<tbody>${body.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>`;
}
