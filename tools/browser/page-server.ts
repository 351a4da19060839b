import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

/** A web server on this machine that serves a few texts from memory. */
export interface PageServer {
  /** Ends with a slash. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".cir": "text/plain",
};

/**
 * Serves `files`, texts by their names; an empty page stands at `/`.
 * Nothing is kept in a browser's cache, so that every visit is a first one.
 */
export async function servePages(files: ReadonlyMap<string, string>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
    const text = name === "" ? "<!doctype html><title>hillock</title>" : files.get(name);
    const type = types[extname(name || "index.html")] ?? "application/octet-stream";
    response.writeHead(text === undefined ? 404 : 200, {
      "content-type": `${type}; charset=utf-8`,
      "cache-control": "no-store",
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
