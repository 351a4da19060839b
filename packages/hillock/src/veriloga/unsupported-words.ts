/** Words of Verilog that this reader knows and does not support, with what to do instead. */
export const unsupportedWords: Readonly<Record<string, string>> = {
  always: "only `analog` behaviour can be simulated",
  assign: "only `analog` behaviour can be simulated",
  generate: "write the statements out, or use a `for` loop inside the analog block",
  paramset: "set the parameters in the netlist's .model line",
  primitive: "only analog modules can be simulated",
  reg: "use `integer`",
  string: "use an `integer` parameter",
  wire: "use `electrical`",
  connectrules: "only analog modules can be simulated",
  disable: "use `if`",
  do: "use `while`",
  return: "assign to the function's name",
  break: "use the loop's condition",
  forever: "use a bounded `for` loop",
};
