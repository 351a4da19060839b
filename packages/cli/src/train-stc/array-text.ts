/** Numbers as base64 of their bytes, little-endian: 8 of a double, 1 of a flag. */
export function base64Of(values: Float64Array | Uint8Array): string {
  if (values instanceof Uint8Array) return Buffer.from(values).toString("base64");
  const bytes = Buffer.allocUnsafe(8 * values.length);
  values.forEach((value, index) => {
    bytes.writeDoubleLE(value, 8 * index);
  });
  return bytes.toString("base64");
}

/** The numbers again. */
export function arrayOf(text: string, flags: boolean): Float64Array | Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (flags) return Uint8Array.from(bytes);
  return Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => bytes.readDoubleLE(8 * index));
}
