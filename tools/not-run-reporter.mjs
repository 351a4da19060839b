/** Vitest reporter that names every test that did not run, since the default reporter only counts them. */
// Vitest loads a reporter from a file through its default export.
export default class NotRunReporter {
  onTestRunEnd(modules) {
    const names = modules.flatMap((module) => [...module.children.allTests("skipped")].map((test) => test.fullName));
    if (names.length > 0) console.log(`\nNot run:\n${names.map((name) => `  ${name}`).join("\n")}`);
  }
}
