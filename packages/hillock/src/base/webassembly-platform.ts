/** What is used of the platform's WebAssembly: not all of the types that this is checked with declare it. */
export interface WebAssemblyPlatform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** The platform's WebAssembly, if it has one. */
export function webAssemblyPlatform(): WebAssemblyPlatform | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyPlatform }).WebAssembly;
}
