/** Widths of Helvetica's characters in parts of the font size, by class. */
const classes: readonly (readonly [characters: string, width: number])[] = [
  ["ijl'|", 0.22],
  ["ftI.,:;/\\![]() ·", 0.28],
  ["r-", 0.33],
  ["ckszvxyJ", 0.5],
  ["mM%", 0.86],
  ["W@", 0.97],
  ["w", 0.72],
  ["ABEKPSVXYΔ", 0.67],
  ["CDHNRUGOQ", 0.75],
];
const widths = new Map(
  classes.flatMap(([characters, width]) => [...characters].map((character) => [character, width])),
);
const otherWidth = 0.56;

/** Width of a text in px, about, as Vega asks for it where no canvas can measure it. */
export function textWidth(
  item: { readonly fontSize?: number; readonly fontWeight?: number | string },
  text: unknown,
): number {
  let width = 0;
  for (const character of String(text ?? "")) width += widths.get(character) ?? otherWidth;
  const bold = Number(item.fontWeight) >= 600 || item.fontWeight === "bold" ? 1.08 : 1;
  return width * bold * (item.fontSize ?? 11);
}
