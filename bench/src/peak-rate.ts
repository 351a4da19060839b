/** Independent chains: enough to keep the units busy that have several operations under way. */
const chains = 8;
const rounds = 2e7;

/** Multiplications and additions per second of straight-line code in registers: what V8 can reach here, 1/s. */
export function peakRate(): number {
  const names = Array.from({ length: chains }, (_, i) => `a${i}`);
  const body = [
    `let ${names.map((name, i) => `${name} = ${i + 1}`).join(", ")};`,
    `for (let i = 0; i < n; i++) {`,
    ...names.map((name) => `${name} = ${name} * c + d;`),
    "}",
    `return ${names.join(" + ")};`,
  ].join("\n");
  const loop = new Function("n", "c", "d", body) as (n: number, c: number, d: number) => number;
  loop(rounds / 10, 0.999, 0.001);
  const before = process.cpuUsage();
  loop(rounds, 0.999, 0.001);
  const { user, system } = process.cpuUsage(before);
  return (2 * chains * rounds) / ((user + system) / 1e6);
}
