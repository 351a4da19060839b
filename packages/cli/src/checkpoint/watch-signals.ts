/** Takes signals that would end the process. */
export function watchSignals(names: readonly NodeJS.Signals[]) {
  let last: NodeJS.Signals | undefined;
  const note = (name: NodeJS.Signals): void => {
    last = name;
  };
  for (const name of names) process.on(name, note);
  return {
    received: () => last,
    release: () => {
      for (const name of names) process.off(name, note);
    },
  };
}
