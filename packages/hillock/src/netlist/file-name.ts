/** The folder of a file, with its last slash; empty where there is none. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}

/** The name of an included file relative to where the main file's name is relative to. */
export function resolveName(name: string, from: string): string {
  const joined = /^(?:[/\\]|[a-z]:|[a-z]+:\/\/)/i.test(name) ? name : folderOf(from) + name;
  const parts: string[] = [];
  for (const [index, part] of joined.split("/").entries()) {
    const last = parts[parts.length - 1];
    if (part === ".." && last !== undefined && last !== ".." && last !== "") parts.pop();
    else if (part !== "." && (part !== "" || index === 0)) parts.push(part);
  }
  return parts.join("/");
}

/** How the file `from` names a resolved file: `resolveName(relativeName(file, from), from)` is `file`. */
export function relativeName(resolved: string, from: string): string {
  const file = resolved.split("/");
  const folder = folderOf(resolveName(from, "")).split("/").slice(0, -1);
  let shared = 0;
  while (shared < folder.length && shared < file.length - 1 && folder[shared] === file[shared]) shared++;
  if (shared === 0 && (file[0] === "" || file[0].endsWith(":"))) return resolved;
  return [...folder.slice(shared).map(() => ".."), ...file.slice(shared)].join("/");
}
